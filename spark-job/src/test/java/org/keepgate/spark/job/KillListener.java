package org.keepgate.spark.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tells {@link KillEvents} of every task that ends: by its job's description and its number. */
public final class KillListener extends SparkListener {
  private final Map<Integer, String> stages = new ConcurrentHashMap<>();

  /** Made by Spark. */
  public KillListener() {}

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    String job =
        submitted.properties() == null
            ? null
            : submitted.properties().getProperty("spark.job.description");
    stages.put(submitted.stageInfo().stageId(), job == null ? "a job" : job);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    String job = stages.getOrDefault(end.stageId(), "a job");
    KillEvents.happened(job + ", task " + (end.taskInfo().index() + 1) + " ended");
  }
}
