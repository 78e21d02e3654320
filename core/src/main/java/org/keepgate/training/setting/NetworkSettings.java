package org.keepgate.training.setting;

import java.util.List;

/** The settings that decide the shape of a network. */
public final class NetworkSettings {
  public static final Setting<String> CELL =
      Setting.choice("cell", "kind of recurrent cell", List.of("lstm", "lstm-peephole")).or("lstm");
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
      Setting.real("forgetBias", "initial bias of forget gates", "", value -> true).or(1.0);

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
}
