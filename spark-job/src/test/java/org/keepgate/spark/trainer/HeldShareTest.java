package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.TrainingOptions;

@DisplayName("Shares that are larger than the memory for them")
class HeldShareTest {
  private static final int LENGTH = 100;

  private final JavaSparkContext spark = SharedSpark.context();

  @Test
  @DisplayName("what does not fit is read from a file, sequence by sequence, and is the same")
  void fromFile() {
    List<SequenceBlock> blocks = blocks(10, 800); // 1 MB each
    long whole = blocks.stream().mapToLong(SequenceBlock::heapBytes).sum();
    int files = localFiles();
    try (HeldShare all = HeldShare.read(blocks.iterator(), SmallTask.TABLE, Long.MAX_VALUE);
        HeldShare some = HeldShare.read(blocks.iterator(), SmallTask.TABLE, whole / 4)) {
      assertEquals(whole, all.heldBytes());
      assertTrue(some.heldBytes() > 0 && some.heldBytes() < whole / 4, "" + some.heldBytes());
      assertEquals(whole, some.bytes());
      assertEquals(all.fingerprint(), some.fingerprint());
      assertEquals(files + 1, localFiles(), "the file of one of them");
      assertSame(all.share(), some.share());
    }
    assertEquals(files, localFiles());
  }

  @Test
  @DisplayName("without any memory all is in the file, and it goes when a share cannot be read on")
  void nothingHeld() {
    List<SequenceBlock> blocks = blocks(2, 50);
    try (HeldShare none = HeldShare.read(blocks.iterator(), SmallTask.TABLE, 0)) {
      assertEquals(0, none.heldBytes());
      assertSame(new SequenceShare(SmallTask.TABLE, blocks), none.share());
    }
    int files = localFiles();
    Iterator<Integer> numbers = List.of(0, 1, 2).iterator();
    Iterator<SequenceBlock> broken = // there is no block 2
        Stream.generate(() -> blocks.get(numbers.next())).iterator();
    assertThrows(
        IndexOutOfBoundsException.class, () -> HeldShare.read(broken, SmallTask.TABLE, 0).close());
    assertEquals(files, localFiles());
  }

  @Test
  @DisplayName("training has the same bits whether its shares are held or read from files")
  void sameBits() {
    JavaRDD<SequenceBlock> shares =
        SmallTask.deal(spark, SmallTask.rows(60, 1), SmallTask.TABLE, 2);
    TrainingOptions options = SmallTask.options(2);
    List<Object> held =
        SmallTask.bits(
            SmallTask.train(SmallTask.network(SmallTask.TABLE), options, shares, shares));
    JavaRDD<SequenceBlock> neverCached = shares.map(block -> block); // so not in Spark's memory
    SparkEnv.get().conf().set(ShareMemory.SETTING, "0");
    try {
      assertEquals(0, ShareMemory.ofTask(neverCached.id(), 0));
      assertEquals(Long.MAX_VALUE, ShareMemory.ofTask(shares.id(), 0));
      assertEquals(
          held,
          SmallTask.bits(
              SmallTask.train(
                  SmallTask.network(SmallTask.TABLE), options, neverCached, neverCached)));
    } finally {
      SparkEnv.get().conf().remove(ShareMemory.SETTING);
      shares.unpersist();
    }
    long usual = ShareMemory.ofTask(neverCached.id(), 0);
    assertEquals(Runtime.getRuntime().maxMemory() / 8, usual, "of each of two tasks at once");
  }

  private static void assertSame(SequenceShare expected, SequenceShare found) {
    assertEquals(expected.count(), found.count());
    Random random = new Random(3);
    float[] one = new float[3 * LENGTH];
    float[] other = new float[3 * LENGTH];
    for (int k = 0; k < 500; k++) {
      int sequence = random.nextInt(expected.count());
      int length = expected.length(sequence);
      assertEquals(length, found.length(sequence));
      assertEquals(expected.key(sequence), found.key(sequence));
      expected.readFeatures(sequence, 0, length, one, 0);
      found.readFeatures(sequence, 0, length, other, 0);
      assertArrayEquals(one, other);
    }
  }

  private static List<SequenceBlock> blocks(int count, int sequences) {
    Random random = new Random(2);
    List<SequenceBlock> blocks = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      SequenceBlockBuilder block = SequenceBlock.builder(SmallTask.TABLE);
      for (int i = 0; i < sequences; i++) {
        float[] features = new float[3 * (1 + random.nextInt(LENGTH))];
        Arrays.fill(features, random.nextFloat());
        block.add(Sequence.ofFeatures("block " + b + " row " + i, features, 3).withClasses(i % 4));
      }
      blocks.add(block.build());
    }
    return blocks;
  }

  private static int localFiles() {
    return (int)
        Arrays.stream(SparkEnv.get().blockManager().diskBlockManager().localDirs())
            .flatMap(folder -> Arrays.stream(folder.listFiles()))
            .flatMap(folder -> Arrays.stream(folder.listFiles()))
            .map(File::getName)
            .filter(name -> name.startsWith("temp_local"))
            .count();
  }
}
