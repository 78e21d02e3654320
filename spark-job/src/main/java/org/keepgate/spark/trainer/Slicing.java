package org.keepgate.spark.trainer;

import java.io.Serializable;
import org.apache.spark.SparkConf;

/**
 * How the results of a round are cut: every vector (parameters, and each of the optimizer's that is
 * averaged) into pieces, pieces in their order into slices, one a task.
 *
 * <p>A task sums its slice piece by piece, and sends one slice of the mean. On the bits of the mean
 * the cuts have no effect.
 */
final class Slicing implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int LARGEST_PIECE = 1 << 16; // floats: what a task sums at a time
  private static final int SMALLEST_PIECE = 1 << 8;
  private static final long SLICE = 8 << 20; // bytes, while there are not too many
  private static final int FEW = 8; // slices, for as many tasks side by side

  private final int parameters;
  private final int vectors;
  private final int pieceLength;
  private final int piecesPerSlice;

  private Slicing(int parameters, int vectors, int pieceLength, int piecesPerSlice) {
    this.parameters = parameters;
    this.vectors = vectors;
    this.pieceLength = pieceLength;
    this.piecesPerSlice = piecesPerSlice;
  }

  /**
   * Of vectors as long as the parameters.
   *
   * @param mostSlices at least 1
   */
  static Slicing of(int parameters, int vectors, int mostSlices) {
    int length = Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, parameters / FEW));
    int pieces = vectors * piecesOf(parameters, length);
    long bytes = (long) Float.BYTES * parameters * vectors;
    long wanted = Math.max(FEW, (bytes + SLICE - 1) / SLICE);
    int slices = (int) Math.min(mostSlices, Math.min(wanted, pieces));
    return new Slicing(parameters, vectors, length, (pieces + slices - 1) / slices);
  }

  /**
   * So many slices that each worker writes one file for each of them, and need not sort: together
   * with the reports not more than Spark's threshold for that.
   */
  static int mostSlices(SparkConf conf) {
    return Math.max(1, conf.getInt("spark.shuffle.sort.bypassMergeThreshold", 200) - 1);
  }

  private static int piecesOf(int parameters, int length) {
    return (parameters + length - 1) / length;
  }

  private int piecesPerVector() {
    return piecesOf(parameters, pieceLength);
  }

  int vectors() {
    return vectors;
  }

  /** Numbered from 0, vector by vector. */
  int pieces() {
    return vectors * piecesPerVector();
  }

  int slices() {
    return (pieces() + piecesPerSlice - 1) / piecesPerSlice;
  }

  int sliceOf(int piece) {
    return piece / piecesPerSlice;
  }

  /** Bytes of the largest slice of the mean. */
  long sliceBytes() {
    return (long) Float.BYTES * piecesPerSlice * pieceLength;
  }

  int vectorOf(int piece) {
    return piece / piecesPerVector();
  }

  /** Where a piece begins in its vector. */
  int offset(int piece) {
    return piece % piecesPerVector() * pieceLength;
  }

  /** Floats of a piece. */
  int length(int piece) {
    return Math.min(pieceLength, parameters - offset(piece));
  }
}
