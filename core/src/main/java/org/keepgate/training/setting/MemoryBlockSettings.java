package org.keepgate.training.setting;

import java.util.List;
import org.keepgate.cell.BiasedUnits;
import org.keepgate.cell.CellActivation;
import org.keepgate.cell.Cells;
import org.keepgate.cell.Feedback;
import org.keepgate.cell.MemoryBlockOptions;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Keyed;

/** The settings of the memory blocks of 1997. */
public final class MemoryBlockSettings {
  private static final MemoryBlockOptions CLASSIC = MemoryBlockOptions.classic();
  private static final String FULL = "full";
  private static final String TRUNCATED = "truncated";

  public static final Setting<Integer> CELLS_PER_BLOCK =
      Setting.integer("cellsPerBlock", "cells that share their block's gates", 1)
          .or(CLASSIC.cellsPerBlock());
  public static final Setting<Boolean> INPUT_GATE =
      Setting.flag("inputGate", "blocks have an input gate").or(CLASSIC.inputGate());
  public static final Setting<Boolean> FORGET_GATE =
      Setting.flag("forgetGate", "blocks have a forget gate").or(CLASSIC.forgetGate());
  public static final Setting<Boolean> OUTPUT_GATE =
      Setting.flag("outputGate", "blocks have an output gate").or(CLASSIC.outputGate());
  public static final Setting<Boolean> PEEPHOLES =
      Setting.flag("peepholes", "the gates of a block see its cell states").or(CLASSIC.peepholes());
  public static final Setting<String> FEEDBACK =
      Setting.choice(
              "feedback", "what all units see of the step before", Keyed.keys(Feedback.class))
          .or(CLASSIC.feedback().key());
  public static final Setting<String> BIASED_UNITS =
      Setting.choice("biasedUnits", "units with a bias", Keyed.keys(BiasedUnits.class))
          .or(CLASSIC.biasedUnits().key());
  public static final Setting<String> CELL_INPUT_ACTIVATION =
      activation("cellInputActivation", "g, what squashes a cell's input")
          .or(CLASSIC.cellInputActivation().key());
  public static final Setting<String> CELL_OUTPUT_ACTIVATION =
      activation("cellOutputActivation", "h, what squashes a cell's state")
          .or(CLASSIC.cellOutputActivation().key());
  public static final Setting<String> GRADIENT =
      Setting.choice(
              "gradient",
              "truncated: error flows back through cell states only (1997)",
              List.of(TRUNCATED, FULL))
          .or(TRUNCATED);
  public static final Setting<Double> INPUT_GATE_BIAS =
      bias("inputGateBias", "initial bias of the first block's input gate");
  public static final Setting<Double> INPUT_GATE_BIAS_STEP =
      bias("inputGateBiasStep", "what each further block's input gate adds to it");
  public static final Setting<Double> OUTPUT_GATE_BIAS =
      bias("outputGateBias", "initial bias of the first block's output gate");
  public static final Setting<Double> OUTPUT_GATE_BIAS_STEP =
      bias("outputGateBiasStep", "what each further block's output gate adds to it");
  public static final Setting<Double> FORGET_BIAS_STEP =
      bias("forgetBiasStep", "what each further block's forget gate adds to forgetBias");

  private MemoryBlockSettings() {}

  /** All of them, in order. */
  public static SettingCatalog.Group group() {
    return new SettingCatalog.Group("Memory blocks (cell " + Cells.LSTM_1997 + ")", all());
  }

  private static List<Setting<?>> all() {
    return List.of(
        CELLS_PER_BLOCK,
        INPUT_GATE,
        FORGET_GATE,
        OUTPUT_GATE,
        PEEPHOLES,
        FEEDBACK,
        BIASED_UNITS,
        CELL_INPUT_ACTIVATION,
        CELL_OUTPUT_ACTIVATION,
        GRADIENT,
        INPUT_GATE_BIAS,
        INPUT_GATE_BIAS_STEP,
        OUTPUT_GATE_BIAS,
        OUTPUT_GATE_BIAS_STEP,
        FORGET_BIAS_STEP);
  }

  /**
   * The blocks that the settings describe.
   *
   * @throws InputException when one is set for a cell without blocks
   */
  static MemoryBlockOptions options(Settings settings) {
    String cell = settings.get(NetworkSettings.CELL);
    for (Setting<?> setting : all()) {
      if (settings.isSet(setting) && !cell.equals(Cells.LSTM_1997)) {
        throw new InputException(
            setting.name() + ": belongs to the cell " + Cells.LSTM_1997 + "; the cell is " + cell);
      }
    }
    return new MemoryBlockOptions(
        settings.get(CELLS_PER_BLOCK),
        settings.get(INPUT_GATE),
        settings.get(OUTPUT_GATE),
        settings.get(FORGET_GATE),
        settings.get(PEEPHOLES),
        settings.constant(FEEDBACK, Feedback.class),
        settings.constant(BIASED_UNITS, BiasedUnits.class),
        settings.constant(CELL_INPUT_ACTIVATION, CellActivation.class),
        settings.constant(CELL_OUTPUT_ACTIVATION, CellActivation.class),
        settings.get(GRADIENT).equals(TRUNCATED),
        new MemoryBlockOptions.BlockBias(
            settings.get(INPUT_GATE_BIAS), settings.get(INPUT_GATE_BIAS_STEP)),
        new MemoryBlockOptions.BlockBias(
            settings.get(OUTPUT_GATE_BIAS), settings.get(OUTPUT_GATE_BIAS_STEP)),
        settings.get(FORGET_BIAS_STEP));
  }

  private static Setting<String> activation(String name, String sentence) {
    return Setting.choice(name, sentence, Keyed.keys(CellActivation.class));
  }

  private static Setting<Double> bias(String name, String sentence) {
    return Setting.real(name, sentence, "of any size", value -> true).or(0.0);
  }
}
