package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.IntervalSchedule;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.training.DivergencePolicy;
import org.keepgate.training.DivergenceSpec;
import org.keepgate.training.EarlyStoppingSpec;
import org.keepgate.training.Precision;
import org.keepgate.training.Regime;
import org.keepgate.training.TrainingOptions;

/** Training options as one flat JSON object, each under the name by which users set it. */
final class TrainingOptionsJson {
  private TrainingOptionsJson() {}

  static ObjectNode toJson(TrainingOptions options) {
    ObjectNode json = JsonFields.object();
    json.put("maxIter", options.maxIter());
    json.put("batchSize", options.batchSize());
    json.put("segmentLength", options.segmentLength());
    json.put("regime", options.regime().key());
    json.put("precision", options.precision().key());
    putOptimizer(json, options.optimizer());
    putSchedule(json, options.schedule());
    json.put("scheduleEpochs", options.scheduleEpochs());
    json.put("clipValue", options.clipping().byValue());
    json.put("clipNorm", options.clipping().byGlobalNorm());
    putAveraging(json, options.averaging());
    json.put("numWorkers", options.numWorkers());
    json.put("seed", options.seed());
    json.put("shuffle", options.shuffle());
    json.put("maxRounds", options.maxRounds());
    json.put("validationInterval", options.validationInterval());
    json.put("patience", options.earlyStopping().patience());
    json.put("minimumDelta", options.earlyStopping().minimumDelta());
    json.put("checkpointInterval", options.checkpointInterval());
    json.put("checkpointRounds", options.checkpointRounds());
    putDivergence(json, options.divergence());
    return json;
  }

  static TrainingOptions fromJson(JsonFields json) {
    return json.build(
        () ->
            new TrainingOptions(
                json.integer("maxIter"),
                json.integer("batchSize"),
                json.integer("segmentLength"),
                optimizer(json),
                schedule(json),
                json.number("scheduleEpochs"),
                new GradientClipping(json.number("clipValue"), json.number("clipNorm")),
                averaging(json),
                json.integer("numWorkers"),
                json.longInteger("seed"),
                json.flag("shuffle"),
                json.integer("maxRounds"),
                json.integer("validationInterval"),
                new EarlyStoppingSpec(json.integer("patience"), json.number("minimumDelta")),
                json.integer("checkpointInterval"),
                json.integer("checkpointRounds"),
                json.has("regime") ? json.keyed("regime", Regime.class) : Regime.BPTT,
                json.has("precision")
                    ? json.keyed("precision", Precision.class)
                    : Precision.FLOAT32,
                json.has("onDivergence") ? divergence(json) : DivergenceSpec.fail()));
  }

  private static void putDivergence(ObjectNode json, DivergenceSpec divergence) {
    json.put("onDivergence", divergence.policy().key());
    json.put("explodingLoss", divergence.explodingLoss());
    json.put("maxSkippedBatches", divergence.maxSkippedBatches());
    json.put("maxRollbacks", divergence.maxRollbacks());
  }

  private static DivergenceSpec divergence(JsonFields json) {
    return new DivergenceSpec(
        json.keyed("onDivergence", DivergencePolicy.class),
        json.number("explodingLoss"),
        json.integer("maxSkippedBatches"),
        json.integer("maxRollbacks"));
  }

  private static void putAveraging(ObjectNode json, AveragingSpec averaging) {
    json.put("averaging", averaging.kind().key());
    json.put("blockMomentum", averaging.blockMomentum());
    json.put("blockLearningRate", averaging.blockLearningRate());
    json.put("blockWarmupEpochs", averaging.blockWarmupEpochs());
    json.put("averagingInterval", averaging.interval());
    json.put("averagingSchedule", averaging.intervalSchedule().key());
    json.put("averagingScheduleEpochs", averaging.scheduleEpochs());
    json.put("optimizerState", averaging.optimizerState().key());
  }

  private static AveragingSpec averaging(JsonFields json) {
    OptimizerStatePolicy policy = json.keyed("optimizerState", OptimizerStatePolicy.class);
    int interval = json.integer("averagingInterval");
    if (!json.has("averaging")) { // written before there was another strategy
      return AveragingSpec.plain().withInterval(interval).withOptimizerState(policy);
    }
    return new AveragingSpec(
        json.keyed("averaging", AveragingKind.class),
        json.number("blockMomentum"),
        json.number("blockLearningRate"),
        json.number("blockWarmupEpochs"),
        interval,
        json.keyed("averagingSchedule", IntervalSchedule.class),
        json.integer("averagingScheduleEpochs"),
        policy);
  }

  private static void putOptimizer(ObjectNode json, OptimizerSpec optimizer) {
    json.put("optimizer", optimizer.kind().key());
    json.put("momentum", optimizer.momentum());
    json.put("decay", optimizer.decay());
    json.put("beta1", optimizer.beta1());
    json.put("beta2", optimizer.beta2());
    json.put("epsilon", optimizer.epsilon());
    json.put("weightDecay", optimizer.weightDecay());
    json.put("l2Penalty", optimizer.l2Penalty());
  }

  private static OptimizerSpec optimizer(JsonFields json) {
    return new OptimizerSpec(
        json.keyed("optimizer", OptimizerKind.class),
        json.number("momentum"),
        json.number("decay"),
        json.number("beta1"),
        json.number("beta2"),
        json.number("epsilon"),
        json.number("weightDecay"),
        json.number("l2Penalty", 0));
  }

  private static void putSchedule(ObjectNode json, ScheduleSpec schedule) {
    json.put("schedule", schedule.kind().key());
    json.put("stepSize", schedule.stepSize());
    json.put("scheduleFactor", schedule.factor());
    json.set("scheduleInterval", JsonFields.number(schedule.intervalEpochs()));
    json.put("warmupEpochs", schedule.warmupEpochs());
    json.put("minimumFactor", schedule.minimumFactor());
    json.put("schedulePatience", schedule.patience());
  }

  private static ScheduleSpec schedule(JsonFields json) {
    return new ScheduleSpec(
        json.keyed("schedule", ScheduleKind.class),
        json.number("stepSize"),
        json.number("scheduleFactor"),
        json.number("scheduleInterval"),
        json.number("warmupEpochs"),
        json.number("minimumFactor"),
        json.integer("schedulePatience"));
  }
}
