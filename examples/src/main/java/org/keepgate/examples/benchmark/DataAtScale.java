package org.keepgate.examples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.RDDInfo;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.spark.dataset.LabelledSource;
import org.keepgate.spark.trainer.DistributedTrainer;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingListener;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.setting.NetworkSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;
import org.keepgate.training.setting.TrainingSettings;

/**
 * Writes a table of sequences as Parquet and trains a classifier on it, by the stations of {@code
 * keepgate train}: what each takes in time and memory. {@code FOLDER ROWS STEPS FEATURES GIANT
 * [SETTING=VALUE …]}.
 *
 * <p>Sequences have between half of STEPS and one and a half times as many; the first has GIANT
 * steps, unless that is 0. A table that FOLDER has is read again. Spark's settings by {@code
 * -Dspark.…}.
 */
public final class DataAtScale implements TrainingListener {
  private static final long MB = 1 << 20;

  private final Path scratch;

  private DataAtScale(Path scratch) {
    this.scratch = scratch;
  }

  /** Prints a table of stations, the shares, and the bits of what was learned. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 5) {
      throw new IllegalArgumentException(
          "expected FOLDER ROWS STEPS FEATURES GIANT [SETTING=VALUE …], got " + List.of(arguments));
    }
    Path folder = Path.of(arguments[0]);
    Settings settings = Settings.defaults(AllSettings.CATALOG, Task.CLASSIFY);
    settings = settings.with("features", "v");
    for (int i = 5; i < arguments.length; i++) {
      settings = settings.withAssignment(arguments[i]);
    }
    SparkConf conf = new SparkConf().setAppName("data at scale").set("spark.ui.enabled", "false");
    if (!conf.contains("spark.master")) {
      conf.setMaster("local[1]");
    }
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      spark.sparkContext().setLogLevel("WARN");
      DataAtScale scale = new DataAtScale(Path.of(conf.get("spark.local.dir", "/tmp")));
      String input = folder.resolve(String.join("-", List.of(arguments).subList(1, 5))).toString();
      scale.run(spark, input, List.of(arguments).subList(1, 5), settings);
    }
  }

  private void run(SparkSession spark, String input, List<String> table, Settings settings) {
    System.out.printf(
        "heap at most %d MB, %s%n%n",
        Runtime.getRuntime().maxMemory() / MB, spark.sparkContext().master());
    System.out.println("| station | seconds | resident, MB | its peak | of Spark on disk, MB |");
    System.out.println("|---|---|---|---|---|");
    if (!Files.exists(Path.of(input, "_SUCCESS"))) {
      timed("write the table", () -> write(spark, input, table));
    }
    TrainingData data =
        timed(
            "find the encoding, put in order",
            () ->
                TrainingData.read(
                    spark, new LabelledSource(spark, input, settings, true), null, settings));
    NetworkSpec spec = NetworkSettings.spec(settings, data.encoding().format());
    TrainingOptions options = TrainingSettings.options(settings, data.workers().value());
    DistributedTrainer trainer =
        timed(
            "fill the shares",
            () -> new DistributedTrainer(spec, options, data.training(), data.validation()));
    TrainingResult result = trainer.train(trainer.start(), List.of(this), TrainingControls.none());
    station("end", 0);
    System.out.println();
    for (ShareSummary share : trainer.shares()) {
      System.out.printf(
          "worker %d: %d sequences, %d steps%n",
          share.worker() + 1, share.sequences(), share.steps());
    }
    for (RDDInfo info : spark.sparkContext().getRDDStorageInfo()) {
      System.out.printf(
          "%s: %d MB in memory, %d MB on disk%n",
          info.name(), info.memSize() / MB, info.diskSize() / MB);
    }
    System.out.println("bits of the parameters: " + bits(result.parameters()));
  }

  private static String write(SparkSession spark, String input, List<String> table) {
    String steps =
        String.format(
            Locale.ROOT,
            "if(id = 0 and %s > 0, %s, cast(%s / 2 + pmod(xxhash64(id), %s + 1) as int))",
            table.get(3),
            table.get(3),
            table.get(1),
            table.get(1));
    String value = "cast((pmod(xxhash64(id, t, k), 201) - 100) / 50.0 as float)";
    spark
        .range(0, Long.parseLong(table.get(0)), 1, 16)
        .selectExpr(
            "id",
            String.format(
                Locale.ROOT,
                "transform(sequence(1, %s), t -> transform(sequence(1, %s), k -> %s)) as v",
                steps,
                table.get(2),
                value))
        .selectExpr("if(v[0][0] > 0, 'above', 'below') as label", "v")
        .write()
        .mode("overwrite")
        .parquet(input);
    return input;
  }

  private <T> T timed(String name, Supplier<T> station) {
    long began = System.nanoTime();
    T result = station.get();
    station(name, (System.nanoTime() - began) / 1e9);
    return result;
  }

  private void station(String name, double seconds) {
    long self = ProcessHandle.current().pid();
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %d | %d | %d |%n",
        name,
        seconds,
        ProcessMemory.resident(self) / MB,
        ProcessMemory.peakResident(self) / MB,
        ProcessMemory.onDisk(scratch) / MB);
  }

  @Override
  public void roundFinished(RoundEntry round) {
    station(
        String.format(
            Locale.ROOT,
            "round %d: %d targets, loss %.4f",
            round.round(),
            round.targets(),
            round.trainLoss()),
        round.seconds());
  }

  private static String bits(float[] values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return HexFormat.of().toHexDigits(RandomStream.mix(bits));
  }
}
