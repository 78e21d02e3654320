package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.keepgate.cell.BiasedUnits;
import org.keepgate.cell.CellActivation;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.Cells;
import org.keepgate.cell.Feedback;
import org.keepgate.cell.MemoryBlockOptions;

/** The memory blocks of 1997 as a JSON object; networks of other cells have none. */
final class MemoryBlocksJson {
  private static final String NAME = "memoryBlocks";

  private MemoryBlocksJson() {}

  static void put(ObjectNode json, CellOptions cell) {
    if (!cell.name().equals(Cells.LSTM_1997)) {
      return;
    }
    MemoryBlockOptions blocks = cell.memoryBlocks();
    json.putObject(NAME)
        .put("cellsPerBlock", blocks.cellsPerBlock())
        .put("inputGate", blocks.inputGate())
        .put("outputGate", blocks.outputGate())
        .put("forgetGate", blocks.forgetGate())
        .put("peepholes", blocks.peepholes())
        .put("feedback", blocks.feedback().name())
        .put("biasedUnits", blocks.biasedUnits().name())
        .put("cellInputActivation", blocks.cellInputActivation().name())
        .put("cellOutputActivation", blocks.cellOutputActivation().name())
        .put("truncatedGradient", blocks.truncatedGradient())
        .put("inputGateBias", blocks.inputGateBias().first())
        .put("inputGateBiasStep", blocks.inputGateBias().step())
        .put("outputGateBias", blocks.outputGateBias().first())
        .put("outputGateBiasStep", blocks.outputGateBias().step())
        .put("forgetBiasStep", blocks.forgetBiasStep());
  }

  static MemoryBlockOptions from(JsonFields network) {
    return network.has(NAME) ? read(network.object(NAME)) : MemoryBlockOptions.classic();
  }

  private static MemoryBlockOptions read(JsonFields json) {
    return json.build(
        () ->
            new MemoryBlockOptions(
                json.integer("cellsPerBlock"),
                json.flag("inputGate"),
                json.flag("outputGate"),
                json.flag("forgetGate"),
                json.flag("peepholes"),
                json.constant("feedback", Feedback.class),
                json.constant("biasedUnits", BiasedUnits.class),
                json.constant("cellInputActivation", CellActivation.class),
                json.constant("cellOutputActivation", CellActivation.class),
                json.flag("truncatedGradient"),
                bias(json, "inputGateBias"),
                bias(json, "outputGateBias"),
                json.number("forgetBiasStep")));
  }

  private static MemoryBlockOptions.BlockBias bias(JsonFields json, String name) {
    return new MemoryBlockOptions.BlockBias(json.number(name), json.number(name + "Step"));
  }
}
