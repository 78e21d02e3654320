package org.keepgate.examples.paper;

/** The LSTM of Greff et al. (2017) and their eight changes to it, with what they found. */
enum OdysseyVariant {
  V("lstm-peephole", "vanilla: all gates, peepholes", "–"),
  NIG("no-input-gate", "no input gate", "worse on speech and handwriting, not on music (m)"),
  NFG("no-forget-gate", "no forget gate", "among the two most harmful"),
  NOG("no-output-gate", "no output gate", "worse on speech and handwriting, not on music (m)"),
  NIAF(
      "no-input-activation",
      "no input activation",
      "worse on speech and handwriting, not on music (m)"),
  NOAF("no-output-activation", "no output activation", "among the two most harmful"),
  NP("lstm", "no peepholes", "harmless"),
  CIFG("coupled-gates", "coupled input and forget gate", "harmless"),
  FGR("full-gate-recurrence", "full gate recurrence", "no gain (m)");

  private final String cell;
  private final String sentence;
  private final String paper;

  OdysseyVariant(String cell, String sentence, String paper) {
    this.cell = cell;
    this.sentence = sentence;
    this.paper = paper;
  }

  /** The name of the cell. */
  String cell() {
    return cell;
  }

  /** What is different. */
  String sentence() {
    return sentence;
  }

  /** What the paper found; (m) is from memory. */
  String paper() {
    return paper;
  }
}
