package org.keepgate.spark.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Kills trainings of several kinds at events that a seed draws, resumes each, and prints a table of
 * whether the bytes are those of the undisturbed training; the exit code is 0 if all are.
 *
 * <pre>
 *   java … org.keepgate.spark.job.KillAndResume SEED FOLDER
 * </pre>
 */
final class KillAndResume {

  /** The kinds of moments: one event of each is drawn for every training. */
  private static final Map<String, Predicate<String>> MOMENTS = new LinkedHashMap<>();

  static {
    MOMENTS.put("a task has ended", event -> event.contains(", round ") && event.endsWith("ended"));
    MOMENTS.put(
        "a checkpoint is being written",
        event -> event.startsWith("round-") && !event.equals(whole(event)));
    MOMENTS.put(
        "between manifest and prune",
        event ->
            (event.startsWith("round-") && event.equals(whole(event)))
                || event.startsWith("model.checkpoints/round-"));
    MOMENTS.put(
        "at the place of the model",
        event -> event.startsWith(".model.draft/") || event.startsWith("place/"));
    MOMENTS.put("any moment", event -> true);
  }

  private static final Map<String, List<String>> TRAININGS = new LinkedHashMap<>();

  static {
    TRAININGS.put(
        "Adam averaged, plateau, early stopping",
        List.of(
            "maxIter=8",
            "stepSize=0.05",
            "schedule=plateau",
            "schedulePatience=1",
            "scheduleFactor=0.5",
            "patience=2",
            "tol=0.02"));
    TRAININGS.put(
        "Adam per worker, block momentum, cosine with warm-up",
        List.of(
            "maxIter=3",
            "stepSize=0.02",
            "schedule=cosine",
            "warmupEpochs=1",
            "averaging=block-momentum",
            "optimizerState=per-worker"));
    TRAININGS.put(
        "Adam corrected for BMUF, growing interval, validation every 2 rounds",
        List.of(
            "maxIter=3",
            "stepSize=0.01",
            "averaging=block-momentum-nesterov",
            "optimizerState=bmuf-adam",
            "averagingSchedule=growing",
            "averagingScheduleEpochs=2",
            "validationInterval=2",
            "patience=9"));
    TRAININGS.put(
        "momentum per worker, SlowMo, exponential schedule",
        List.of(
            "maxIter=3",
            "optimizer=momentum",
            "stepSize=0.1",
            "schedule=exponential",
            "averaging=slow-mo",
            "optimizerState=per-worker",
            "averagingSchedule=post-local",
            "averagingScheduleEpochs=1"));
  }

  private KillAndResume() {}

  /** The event by which a checkpoint is one. */
  private static String whole(String event) {
    return event.replaceFirst("/.*", "") + "/manifest.json written";
  }

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long seed = Long.parseLong(arguments[0]);
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    int same = 0;
    int kills = 0;
    System.out.println("| training | killed when | at the event | resumed | same bytes |");
    System.out.println("|---|---|---|---|---|");
    Path texts = texts(folder);
    SplittableRandom random = new SplittableRandom(seed);
    for (Map.Entry<String, List<String>> each : TRAININGS.entrySet()) {
      KilledTraining training =
          new KilledTraining(folder.resolve("training" + kills), texts, each.getValue());
      List<String> events = training.events();
      KilledTraining.Result expected = training.recorded();
      for (Map.Entry<String, Predicate<String>> moment : MOMENTS.entrySet()) {
        List<String> drawn = events.stream().filter(moment.getValue()).toList();
        String event = drawn.get(random.nextInt(drawn.size()));
        String run = "run" + kills++;
        String resumed = training.killAndResume(run, event);
        boolean equal = expected.equals(training.result(run));
        same += equal ? 1 : 0;
        System.out.println(row(each.getKey(), moment.getKey(), event, resumed, equal));
      }
      System.out.println(
          row(
              each.getKey(),
              "never",
              events.size() + " events",
              expected.rounds()
                  + " rounds, "
                  + expected.stopReason()
                  + ", best "
                  + expected.bestRound(),
              true));
    }
    System.out.println();
    System.out.println(same + " of " + kills + " have the bytes of the undisturbed training");
    System.exit(same == kills ? 0 : 1);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String row(String a, String b, String c, String d, boolean same) {
    return row(a, b, c, d, same ? "yes" : "NO");
  }

  /** Ten files of a few hundred letters. */
  static Path texts(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    List<String> words = List.of("the", "keep", "gate", "keeps", "what", "a", "cell", "forgets");
    for (int file = 0; file < 10; file++) {
      List<String> text = new ArrayList<>();
      for (int word = 0; word < 60 + 5 * file; word++) {
        text.add(words.get(random.nextInt(words.size())));
      }
      SmallInputs.write(folder, "texts/t" + file + ".txt", String.join(" ", text) + "\n");
    }
    return folder.resolve("texts");
  }
}
