package org.keepgate.training.setting;

import java.util.List;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.Cells;
import org.keepgate.cell.VanillaActivation;
import org.keepgate.network.InitializationOptions;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.RecurrentStart;
import org.keepgate.network.RegularizationOptions;
import org.keepgate.network.StackOptions;
import org.keepgate.network.WeightStart;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Keyed;
import org.keepgate.sequence.SequenceFormat;

/** The settings that decide the shape of a network. */
public final class NetworkSettings {
  public static final Setting<String> CELL =
      Setting.choice("cell", "kind of recurrent cell", Cells.names()).or("lstm");
  public static final Setting<Integer> HIDDEN_SIZE =
      Setting.integer("hiddenSize", "units of a layer", 1, 100_000)
          .by(Task.LANGUAGE_MODEL, 256)
          .or(64);
  public static final Setting<Integer> NUM_LAYERS =
      Setting.integer("numLayers", "layers on top of one another", 1, 1000).or(1);
  public static final Setting<Boolean> BIDIRECTIONAL =
      Setting.flag("bidirectional", "a second layer at each level, from the end to the beginning")
          .or(false);
  public static final Setting<Boolean> SKIP_CONNECTIONS =
      Setting.flag("skipConnections", "the input feeds every layer, every layer the output")
          .or(false);
  public static final Setting<Boolean> DIRECT_INPUT =
      Setting.flag("directInput", "the input feeds the output as well").or(false);
  public static final Setting<Boolean> RESIDUAL =
      Setting.flag("residual", "each layer above the first adds its input to its output").or(false);
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
  public static final Setting<Boolean> VARIATIONAL_DROPOUT =
      Setting.flag("variationalDropout", "dropout has one mask for all steps of a sequence")
          .or(false);
  public static final Setting<Double> INPUT_NOISE =
      sizeOf("inputNoise", "standard deviation of Gaussian noise on features in training");
  public static final Setting<Double> WEIGHT_NOISE =
      sizeOf(
          "weightNoise",
          "standard deviation of Gaussian noise on all weights, drawn once a minibatch");
  public static final Setting<Double> OMEGA =
      sizeOf("omega", "strength of Pascanu's penalty on error that grows or shrinks, of the rnn");
  public static final Setting<String> INITIALIZATION =
      Setting.choice("initialization", "first weights", Keyed.keys(WeightStart.class))
          .or(InitializationOptions.defaults().weights().key());
  public static final Setting<Double> INITIAL_SCALE =
      Setting.real(
              "initialScale",
              "bound of the first weights with initialization=uniform, their standard deviation with"
                  + " normal",
              "above 0",
              value -> value > 0)
          .or(InitializationOptions.defaults().scale());
  public static final Setting<String> RECURRENT_INITIALIZATION =
      Setting.choice(
              "recurrentInitialization",
              "first recurrent weights",
              Keyed.keys(RecurrentStart.class))
          .or(InitializationOptions.defaults().recurrent().key());
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

  public static final Setting<String> ACTIVATION =
      Setting.choice("activation", "function of the cell rnn", Keyed.keys(VanillaActivation.class))
          .or(VanillaActivation.TANH.key());

  private NetworkSettings() {}

  private static Setting<Double> sizeOf(String name, String sentence) {
    return Setting.real(name, sentence + "; 0 = none", "of at least 0", value -> value >= 0)
        .or(0.0);
  }

  /** All of them, in order. */
  public static SettingCatalog.Group group() {
    return new SettingCatalog.Group(
        "Network",
        List.of(
            CELL,
            HIDDEN_SIZE,
            NUM_LAYERS,
            BIDIRECTIONAL,
            SKIP_CONNECTIONS,
            DIRECT_INPUT,
            RESIDUAL,
            EMBEDDING_SIZE,
            DROPOUT,
            VARIATIONAL_DROPOUT,
            INPUT_NOISE,
            WEIGHT_NOISE,
            OMEGA,
            INITIALIZATION,
            INITIAL_SCALE,
            RECURRENT_INITIALIZATION,
            CLIP_PRE_ACTIVATION_GRADIENT,
            FORGET_BIAS,
            ACTIVATION));
  }

  /** The network that the settings describe, between these inputs and outputs. */
  public static NetworkSpec spec(Settings settings, SequenceFormat format) {
    if (settings.get(EMBEDDING_SIZE) > 0 && !format.symbols()) {
      throw new InputException(
          "embeddingSize: expected 0, because the input has features and no symbols; found "
              + settings.get(EMBEDDING_SIZE));
    }
    StackOptions stack =
        new StackOptions(
            settings.get(NUM_LAYERS),
            settings.get(BIDIRECTIONAL),
            settings.get(SKIP_CONNECTIONS),
            settings.get(DIRECT_INPUT),
            settings.get(RESIDUAL));
    try {
      CellOptions cell =
          new CellOptions(
              settings.get(CELL),
              settings.get(HIDDEN_SIZE),
              settings.get(CLIP_PRE_ACTIVATION_GRADIENT),
              settings.get(FORGET_BIAS),
              settings.constant(ACTIVATION, VanillaActivation.class),
              MemoryBlockSettings.options(settings));
      return new NetworkSpec(
          format,
          settings.get(EMBEDDING_SIZE),
          cell,
          stack,
          HeadSettings.options(settings),
          new RegularizationOptions(
              settings.get(DROPOUT),
              settings.get(VARIATIONAL_DROPOUT),
              settings.get(INPUT_NOISE),
              settings.get(WEIGHT_NOISE),
              settings.get(OMEGA)),
          new InitializationOptions(
              settings.constant(INITIALIZATION, WeightStart.class),
              settings.get(INITIAL_SCALE),
              settings.constant(RECURRENT_INITIALIZATION, RecurrentStart.class)));
    } catch (IllegalArgumentException e) { // settings that do not go together
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }
}
