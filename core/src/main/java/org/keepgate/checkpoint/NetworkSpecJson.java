package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.VanillaActivation;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.network.InitializationOptions;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.RecurrentStart;
import org.keepgate.network.RegularizationOptions;
import org.keepgate.network.StackOptions;
import org.keepgate.network.WeightStart;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.TargetKind;

/** A network's specification as a JSON object. */
final class NetworkSpecJson {
  private NetworkSpecJson() {}

  static ObjectNode toJson(NetworkSpec spec) {
    ObjectNode json = JsonFields.object();
    SequenceFormat format = spec.format();
    json.putObject("sequences")
        .put("symbols", format.symbols())
        .put("inputSize", format.inputSize())
        .put("targetKind", format.targetKind().name())
        .put("readout", format.readout().name())
        .put("outputSize", format.outputSize());
    json.put("embeddingSize", spec.embeddingSize());
    json.put("cell", spec.cell().name());
    json.put("hiddenSize", spec.cell().hiddenSize());
    json.put("clipPreActivationGradient", spec.cell().clipPreActivationGradient());
    json.put("forgetBias", spec.cell().forgetBias());
    json.put("activation", spec.cell().activation().name());
    MemoryBlocksJson.put(json, spec.cell());
    json.put("numLayers", spec.stack().numLayers());
    json.put("bidirectional", spec.stack().bidirectional());
    json.put("skipConnections", spec.stack().skipConnections());
    json.put("directInput", spec.stack().directInput());
    json.put("residual", spec.stack().residual());
    RegularizationOptions regularization = spec.regularization();
    json.put("dropout", regularization.dropout());
    json.put("variationalDropout", regularization.variationalDropout());
    json.put("inputNoise", regularization.inputNoise());
    json.put("weightNoise", regularization.weightNoise());
    json.put("omega", regularization.omega());
    json.put("initialization", spec.initialization().weights().name());
    json.put("initialScale", spec.initialization().scale());
    json.put("recurrentInitialization", spec.initialization().recurrent().name());
    json.set("head", head(spec.head()));
    return json;
  }

  private static ObjectNode head(HeadOptions head) {
    ObjectNode json = JsonFields.object();
    json.put("kind", head.kind().name());
    json.put("huberDelta", head.huberDelta());
    json.put("mixtures", head.mixtures());
    head.classWeights().forEach(json.putArray("classWeights")::add);
    head.symbolClasses().forEach(json.putArray("symbolClasses")::add);
    json.put("clipGradient", head.clipGradient());
    json.put("bias", head.bias());
    return json;
  }

  static NetworkSpec fromJson(JsonFields json) {
    SequenceFormat format = json.build(() -> format(json.object("sequences")));
    return json.build(
        () ->
            new NetworkSpec(
                format,
                json.integer("embeddingSize"),
                new CellOptions(
                    json.text("cell"),
                    json.integer("hiddenSize"),
                    json.number("clipPreActivationGradient"),
                    json.number("forgetBias"),
                    json.constant("activation", VanillaActivation.class, VanillaActivation.TANH),
                    MemoryBlocksJson.from(json)),
                new StackOptions(
                    json.integer("numLayers"),
                    json.flag("bidirectional", false),
                    json.flag("skipConnections", false),
                    json.flag("directInput", false),
                    json.flag("residual", false)),
                json.has("head") ? head(json.object("head")) : HeadOptions.usual(format),
                new RegularizationOptions(
                    json.number("dropout"),
                    json.flag("variationalDropout", false),
                    json.number("inputNoise", 0),
                    json.number("weightNoise", 0),
                    json.number("omega", 0)),
                initialization(json)));
  }

  private static InitializationOptions initialization(JsonFields json) {
    InitializationOptions usual = InitializationOptions.defaults();
    return new InitializationOptions(
        json.constant("initialization", WeightStart.class, usual.weights()),
        json.number("initialScale", usual.scale()),
        json.constant("recurrentInitialization", RecurrentStart.class, usual.recurrent()));
  }

  private static HeadOptions head(JsonFields head) {
    return new HeadOptions(
        head.constant("kind", HeadKind.class),
        head.number("huberDelta"),
        head.integer("mixtures"),
        Arrays.stream(head.numbers("classWeights")).boxed().toList(),
        head.integers("symbolClasses"),
        head.number("clipGradient"),
        head.flag("bias", true));
  }

  private static SequenceFormat format(JsonFields sequences) {
    return new SequenceFormat(
        sequences.flag("symbols"),
        sequences.integer("inputSize"),
        sequences.constant("targetKind", TargetKind.class),
        sequences.constant("readout", Readout.class),
        sequences.integer("outputSize"));
  }
}
