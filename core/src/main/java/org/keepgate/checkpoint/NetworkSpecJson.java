package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.keepgate.network.NetworkSpec;
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
    json.put("cell", spec.cell());
    json.put("hiddenSize", spec.hiddenSize());
    json.put("numLayers", spec.numLayers());
    json.put("dropout", spec.dropout());
    json.put("clipPreActivationGradient", spec.clipPreActivationGradient());
    json.put("forgetBias", spec.forgetBias());
    return json;
  }

  static NetworkSpec fromJson(JsonFields json) {
    JsonFields sequences = json.object("sequences");
    return json.build(
        () ->
            new NetworkSpec(
                new SequenceFormat(
                    sequences.flag("symbols"),
                    sequences.integer("inputSize"),
                    sequences.constant("targetKind", TargetKind.class),
                    sequences.constant("readout", Readout.class),
                    sequences.integer("outputSize")),
                json.integer("embeddingSize"),
                json.text("cell"),
                json.integer("hiddenSize"),
                json.integer("numLayers"),
                json.number("dropout"),
                json.number("clipPreActivationGradient"),
                json.number("forgetBias")));
  }
}
