package org.keepgate.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.keepgate.math.Gemm;
import org.keepgate.training.History;
import org.keepgate.training.StopReason;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;

/**
 * How a model came to be: enough to repeat it.
 *
 * @param history round by round
 * @param options of the training, the seed and the number of workers among them
 * @param numWorkersReason why there were so many workers, in words
 * @param dataFingerprint of the training data as the workers saw it
 * @param stopReason why training ended
 * @param bestRound rounds done when the model's parameters were reached
 * @param repeat options, by name, that repeat the bytes where {@code options} alone would not (a
 *     time limit); usually empty. Whole numbers are {@code Long}s after reading
 * @param environment versions and machine, by name ({@link Environment#current})
 */
public record TrainingRecord(
    History history,
    TrainingOptions options,
    String numWorkersReason,
    String dataFingerprint,
    StopReason stopReason,
    int bestRound,
    Map<String, Object> repeat,
    Map<String, String> environment) {

  public TrainingRecord {
    repeat = Collections.unmodifiableMap(new TreeMap<>(repeat));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** The record of a training that ended on this machine. */
  public static TrainingRecord of(
      TrainingResult result,
      TrainingOptions options,
      String numWorkersReason,
      String dataFingerprint) {
    return new TrainingRecord(
        result.history(),
        options,
        numWorkersReason,
        dataFingerprint,
        result.stopReason(),
        result.bestRound(),
        result.repeat(),
        Environment.current(arithmetic(result, options)));
  }

  /** A training that was resumed after its last round has computed nothing but this. */
  private static String arithmetic(TrainingResult result, TrainingOptions options) {
    return result.fingerprint().isEmpty()
        ? options.products(Gemm.chosen()).fingerprint()
        : result.fingerprint();
  }
}
