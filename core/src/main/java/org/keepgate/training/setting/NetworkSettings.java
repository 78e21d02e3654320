package org.keepgate.training.setting;

import java.util.List;
import org.keepgate.cell.Cells;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceFormat;

/** The settings that decide the shape of a network. */
public final class NetworkSettings {
  public static final Setting<String> CELL =
      Setting.choice("cell", "kind of recurrent cell", Cells.names()).or("lstm");
  public static final Setting<Integer> HIDDEN_SIZE =
      Setting.integer("hiddenSize", "units of a layer", 1).by(Task.LANGUAGE_MODEL, 256).or(64);
  public static final Setting<Integer> NUM_LAYERS =
      Setting.integer("numLayers", "layers on top of one another", 1).or(1);
  public static final Setting<Integer> EMBEDDING_SIZE =
      Setting.integer(
              "embeddingSize", "size of a symbol's vector; 0 = it feeds the gates directly", 0)
          .or(0);
  public static final Setting<Double> DROPOUT =
      Setting.real(
              "dropout",
              "share of the non-recurrent connections dropped while training",
              "in [0, 1)",
              value -> value >= 0 && value < 1)
          .or(0.0);
  public static final Setting<Double> CLIP_PRE_ACTIVATION_GRADIENT =
      Setting.real(
              "clipPreActivationGradient",
              "bound of the loss's derivative by each pre-activation (Graves); 0 = off",
              "of at least 0",
              value -> value >= 0)
          .or(0.0);
  public static final Setting<Double> FORGET_BIAS =
      Setting.real("forgetBias", "initial bias of forget gates", "of any size", value -> true)
          .or(1.0);

  private NetworkSettings() {}

  /** All of them, in order. */
  public static SettingCatalog.Group group() {
    return new SettingCatalog.Group(
        "Network",
        List.of(
            CELL,
            HIDDEN_SIZE,
            NUM_LAYERS,
            EMBEDDING_SIZE,
            DROPOUT,
            CLIP_PRE_ACTIVATION_GRADIENT,
            FORGET_BIAS));
  }

  /** The network that the settings describe, between these inputs and outputs. */
  public static NetworkSpec spec(Settings settings, SequenceFormat format) {
    if (settings.get(EMBEDDING_SIZE) > 0 && !format.symbols()) {
      throw new InputException(
          "embeddingSize: expected 0, because the input has features and no symbols; found "
              + settings.get(EMBEDDING_SIZE));
    }
    return new NetworkSpec(
        format,
        settings.get(EMBEDDING_SIZE),
        settings.get(CELL),
        settings.get(HIDDEN_SIZE),
        settings.get(NUM_LAYERS),
        settings.get(DROPOUT),
        settings.get(CLIP_PRE_ACTIVATION_GRADIENT),
        settings.get(FORGET_BIAS));
  }
}
