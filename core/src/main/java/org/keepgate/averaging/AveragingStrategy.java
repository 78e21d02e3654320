package org.keepgate.averaging;

/**
 * From the model that the workers of a round started from, and what they have come to on average,
 * to the model that those of the next start from: array arithmetic only.
 *
 * <p>A strategy itself remembers nothing; all that lives from round to round is in the {@link
 * GlobalModel}.
 */
public interface AveragingStrategy {

  /**
   * The next model.
   *
   * @param before not written to
   * @param mean may be written to, and is not used afterwards; if nobody worked, the model stays
   *     what it was
   */
  GlobalModel next(GlobalModel before, WorkerMean mean, RoundPace pace);
}
