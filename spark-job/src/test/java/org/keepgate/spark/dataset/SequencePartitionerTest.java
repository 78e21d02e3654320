package org.keepgate.spark.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.spark.SharedSpark;

@DisplayName("Sequence partitioner: the same shares for any order and partitioning of the input")
class SequencePartitionerTest {
  private static final SequenceFormat TABLE = SequenceFormat.classifier(3, 4);
  private static final SequenceFormat TEXT = SequenceFormat.languageModel(20);

  private final JavaSparkContext spark = SharedSpark.context();

  @ParameterizedTest(name = "{0} partitions")
  @ValueSource(ints = {1, 3, 7})
  @DisplayName("rows of a table, re-ordered and re-partitioned")
  void anyOrderOfRows(int partitions) {
    List<Sequence> rows = rows(200);
    List<List<SequenceBlock>> expected = shares(spark.parallelize(rows, 2), TABLE, 3);
    Collections.shuffle(rows, new Random(partitions));
    List<List<SequenceBlock>> found = shares(spark.parallelize(rows, partitions), TABLE, 3);
    assertArrayEquals(fingerprints(expected), fingerprints(found));
    assertEquals(expected, found, "keys included: no two rows of this table are equal");
  }

  @Test
  @DisplayName("nothing is lost, nothing doubled, and steps are balanced")
  void complete() {
    List<Sequence> rows = rows(200);
    rows.addAll(rows(5)); // rows may be equal
    List<List<SequenceBlock>> shares = shares(spark.parallelize(rows, 4), TABLE, 4);
    List<String> keys = new ArrayList<>();
    for (List<SequenceBlock> share : shares) {
      for (SequenceBlock block : share) {
        for (int i = 0; i < block.count(); i++) {
          keys.add(block.key(i));
        }
      }
      double mean = rows.stream().mapToInt(Sequence::length).sum() / 4.0;
      assertEquals(mean, share.stream().mapToInt(SequenceBlock::steps).sum(), 0.05 * mean);
    }
    assertEquals(
        rows.stream().map(Sequence::key).sorted().toList(), keys.stream().sorted().toList());
  }

  @Test
  @DisplayName("texts are dealt by their keys: another content leaves all others where they are")
  void textsByKey() {
    List<Sequence> texts = texts();
    List<Set<String>> before = keys(shares(spark.parallelize(texts, 2), TEXT, 3));
    texts.set(
        5,
        Sequence.ofSymbols(
            texts.get(5).key(), Arrays.stream(texts.get(5).symbols()).map(s -> 19 - s).toArray()));
    assertEquals(before, keys(shares(spark.parallelize(texts, 2), TEXT, 3)));
  }

  @Test
  @DisplayName(
      "a share is packed into blocks of about 1 MB, of which memory has room for a hundred")
  void blocks() {
    List<Sequence> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      float[] features = new float[3 * 50_000]; // 600 kB
      Arrays.fill(features, i);
      rows.add(Sequence.ofFeatures("row " + i, features, 3).withClasses(1));
    }
    List<List<SequenceBlock>> shares = shares(spark.parallelize(rows, 4), TABLE, 1);
    assertEquals(20, shares.get(0).size());
    for (SequenceBlock block : shares.get(0)) {
      assertTrue(block.bytes() >= 1 << 20 && block.bytes() <= 2 << 20, "bytes " + block.bytes());
    }
  }

  @Test
  @DisplayName("more workers than sequences are refused, saying what to set")
  void tooManyWorkers() {
    JavaRDD<Sequence> rows = spark.parallelize(rows(3), 2);
    InputException refused =
        assertThrows(InputException.class, () -> SequencePartitioner.deal(rows, TABLE, 4));
    assertEquals(
        "numWorkers is 4, but the input has only 3 sequences; give each worker at least one: set"
            + " numWorkers to 3 or fewer",
        refused.getMessage());
    assertEquals(3, SequencePartitioner.dealAtMost(rows, TABLE, 4).getNumPartitions());
  }

  @Test
  @DisplayName("an input without sequences is refused")
  void nothing() {
    assertThrows(
        InputException.class, () -> SequencePartitioner.dealAtMost(spark.emptyRDD(), TABLE, 2));
  }

  @Test
  @DisplayName("what a task says about the input arrives on the driver as it was said")
  void refusalInTask() {
    JavaRDD<Sequence> rows =
        spark
            .parallelize(List.of(1, 2), 2)
            .map(
                i -> {
                  throw new InputException("row " + i + " is bad");
                });
    InputException refused =
        assertThrows(InputException.class, () -> SequencePartitioner.deal(rows, TABLE, 2));
    assertTrue(Set.of("row 1 is bad", "row 2 is bad").contains(refused.getMessage()));
  }

  /** Rows of 1 to 60 steps, written from a seed, no two equal. */
  private static List<Sequence> rows(int count) {
    Random random = new Random(7);
    List<Sequence> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] features = new float[3 * (1 + random.nextInt(60))];
      for (int k = 0; k < features.length; k++) {
        features[k] = (float) random.nextGaussian();
      }
      rows.add(Sequence.ofFeatures("row " + i, features, 3).withClasses(random.nextInt(4)));
    }
    return rows;
  }

  private static List<Sequence> texts() {
    Random random = new Random(8);
    List<Sequence> texts = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      texts.add(
          Sequence.ofSymbols(
              "folder/text" + i + ".txt", random.ints(2 + random.nextInt(100), 0, 20).toArray()));
    }
    return texts;
  }

  private static List<List<SequenceBlock>> shares(
      JavaRDD<Sequence> sequences, SequenceFormat format, int numWorkers) {
    JavaRDD<SequenceBlock> shares = SequencePartitioner.deal(sequences, format, numWorkers);
    List<List<SequenceBlock>> collected = shares.glom().collect();
    shares.unpersist();
    assertEquals(numWorkers, collected.size());
    return collected;
  }

  private static long[] fingerprints(List<List<SequenceBlock>> shares) {
    return shares.stream().flatMap(List::stream).mapToLong(SequenceBlock::fingerprint).toArray();
  }

  private static List<Set<String>> keys(List<List<SequenceBlock>> shares) {
    List<Set<String>> keys = new ArrayList<>();
    for (List<SequenceBlock> share : shares) {
      Set<String> ofShare = new TreeSet<>();
      share.forEach(
          block -> {
            for (int i = 0; i < block.count(); i++) {
              ofShare.add(block.key(i));
            }
          });
      keys.add(ofShare);
    }
    return keys;
  }
}
