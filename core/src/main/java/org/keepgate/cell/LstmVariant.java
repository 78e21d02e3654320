package org.keepgate.cell;

import java.util.Arrays;

/**
 * What the Search Space Odyssey (Greff et al., 2017) takes out of the LSTM with peepholes, its
 * "vanilla" LSTM, or adds to it; their acronyms in brackets.
 */
enum LstmVariant {
  /** Forget gate and peepholes (V). */
  PEEPHOLES,
  /** No peepholes (NP). */
  NO_PEEPHOLES,
  /** i = 1 (NIG). */
  NO_INPUT_GATE,
  /** f = 1 (NFG). */
  NO_FORGET_GATE,
  /** o = 1 (NOG). */
  NO_OUTPUT_GATE,
  /** g is its pre-activation (NIAF). */
  NO_INPUT_ACTIVATION,
  /** h = o∘c (NOAF). */
  NO_OUTPUT_ACTIVATION,
  /** f = 1 − i (CIFG). */
  COUPLED_INPUT_FORGET_GATE,
  /** Every gate also sees the gates of the previous step (FGR). */
  FULL_GATE_RECURRENCE;

  /** The gates that have columns, in their order. */
  Gate[] gates() {
    return Arrays.stream(Gate.values()).filter(this::has).toArray(Gate[]::new);
  }

  /** Whether a gate has columns of its own. */
  boolean has(Gate gate) {
    return switch (gate) {
      case INPUT -> this != NO_INPUT_GATE;
      case FORGET -> this != NO_FORGET_GATE && this != COUPLED_INPUT_FORGET_GATE;
      case CANDIDATE -> true;
      case OUTPUT -> this != NO_OUTPUT_GATE;
    };
  }

  /** Whether a gate has peepholes. */
  boolean hasPeepholes(Gate gate) {
    return this != NO_PEEPHOLES && gate != Gate.CANDIDATE && has(gate);
  }

  boolean coupled() {
    return this == COUPLED_INPUT_FORGET_GATE;
  }

  boolean activatesInput() {
    return this != NO_INPUT_ACTIVATION;
  }

  boolean activatesOutput() {
    return this != NO_OUTPUT_ACTIVATION;
  }

  boolean feedsGatesBack() {
    return this == FULL_GATE_RECURRENCE;
  }
}
