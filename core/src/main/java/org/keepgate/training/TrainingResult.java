package org.keepgate.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keepgate.evaluation.MetricSums;

/**
 * How a training ended.
 *
 * @param parameters the result: those of the best validation with early stopping, else the last.
 *     Not to be written to
 * @param state after the last round; training can resume from it
 * @param stopReason why it ended
 * @param bestRound rounds done when {@code parameters} were reached
 * @param validation sums of {@code parameters} over the validation data; null if there is none
 * @param repeat options, by name, that repeat these bytes without a clock where the given options
 *     alone would not; usually empty
 * @param fingerprint what the bits of the arithmetic depend on; empty if no round was run
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record TrainingResult(
    float[] parameters,
    TrainingState state,
    StopReason stopReason,
    int bestRound,
    @Nullable MetricSums validation,
    Map<String, Object> repeat,
    String fingerprint) {

  public TrainingResult {
    repeat = Collections.unmodifiableMap(new LinkedHashMap<>(repeat)); // keeps the order
  }

  /** How it went, round by round. */
  public History history() {
    return state.history();
  }
}
