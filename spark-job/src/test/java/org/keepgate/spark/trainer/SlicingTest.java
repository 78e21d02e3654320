package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Pieces and slices of a round's vectors")
class SlicingTest {

  @ParameterizedTest(name = "{0} parameters, {1} vectors, at most {2} slices")
  @CsvSource({
    "1, 1, 199",
    "255, 3, 199",
    "257, 3, 199",
    "5000, 1, 199",
    "5000, 3, 2",
    "1000003, 3, 199",
    "100000000, 3, 199",
    "100000000, 1, 1",
  })
  @DisplayName("every value is in one piece, pieces of a slice follow one another")
  void covers(int parameters, int vectors, int most) {
    Slicing slicing = Slicing.of(parameters, vectors, most);
    int end = 0;
    int slice = 0;
    for (int piece = 0; piece < slicing.pieces(); piece++) {
      if (slicing.offset(piece) == 0) {
        assertEquals(piece == 0 ? 0 : slicing.vectorOf(piece - 1) + 1, slicing.vectorOf(piece));
        assertEquals(piece == 0 ? 0 : parameters, end);
        end = 0;
      }
      assertEquals(end, slicing.offset(piece));
      assertTrue(slicing.length(piece) > 0 && slicing.length(piece) <= 1 << 16);
      end += slicing.length(piece);
      assertTrue(slicing.sliceOf(piece) == slice || slicing.sliceOf(piece) == slice + 1);
      slice = slicing.sliceOf(piece);
    }
    assertEquals(parameters, end);
    assertEquals(vectors - 1, slicing.vectorOf(slicing.pieces() - 1));
    assertEquals(slicing.slices() - 1, slice);
    assertTrue(slicing.slices() <= most);
    assertTrue(slicing.sliceBytes() * slicing.slices() >= 4L * parameters * vectors);
  }

  @Test
  @DisplayName("so many slices at most that Spark writes a file for each without sorting")
  void mostSlices() {
    SparkConf conf = new SparkConf(false);
    assertEquals(199, Slicing.mostSlices(conf)); // and the reports
    conf.set("spark.shuffle.sort.bypassMergeThreshold", "0");
    assertEquals(1, Slicing.mostSlices(conf));
  }
}
