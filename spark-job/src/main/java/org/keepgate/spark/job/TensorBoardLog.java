package org.keepgate.spark.job;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.TrainingListener;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.TrainingState;

/**
 * The course of a training as an event file that TensorBoard shows while it grows: scalars every
 * round, histograms of the parameters at every checkpoint and at the end. The step is the round.
 *
 * <pre>
 *   record    length (8 bytes, little endian), masked CRC-32C of it, event, masked CRC-32C of it
 *   masked    ((crc &gt;&gt;&gt; 15) | (crc &lt;&lt; 17)) + 0xa282ead8
 *   Event     1 wall_time: double, 2 step: int64, 3 file_version: string, 5 summary
 *   Summary   1 value*: 1 tag: string, 2 simple_value: float, 5 histo
 *   histo     1 min, 2 max, 3 num, 4 sum, 5 sum_squares: double, 6 bucket_limit*, 7 bucket*: packed
 * </pre>
 *
 * <p>Source: event.proto and summary.proto of TensorFlow, and its format of records.
 */
final class TensorBoardLog implements TrainingListener {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int HISTOGRAM = 5;
  private static final int BUCKET_LIMITS = 6;
  private static final int BUCKETS = 7;
  private static final int BARS = 30;
  private static final int MASK = 0xa282ead8;

  private final LogFile file;
  private final ParameterLayout layout;

  /** Begins the file with the version of its format. */
  TensorBoardLog(LogFile file, ParameterLayout layout) {
    this.file = file;
    this.layout = layout;
    write(0, event -> event.writeString(FILE_VERSION, "brain.Event:2"));
  }

  /** What an event or a part of one holds. */
  @FunctionalInterface
  private interface Content {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  @Override
  public void roundFinished(RoundEntry round) {
    scalar(round, "loss/training", round.trainLoss());
    round.validation().forEach((name, value) -> scalar(round, name + "/validation", value));
    scalar(round, "learning rate", round.learningRate());
    scalar(round, "gradient norm", round.gradientNorm());
    scalar(round, "targets a second", round.targetsPerSecond());
  }

  @Override
  public void checkpointWritten(String location, TrainingState state) {
    histograms(state.round(), state.parameters());
  }

  @Override
  public void trainingFinished(TrainingResult result) {
    histograms(result.state().round(), result.parameters());
  }

  private void scalar(RoundEntry round, String tag, double value) {
    write(
        round.round(),
        event ->
            event.writeByteArray(
                SUMMARY, value(tag, out -> out.writeFloat(SIMPLE_VALUE, (float) value))));
  }

  private void histograms(int round, float[] parameters) {
    for (ParameterView view : layout.views()) {
      write(
          round,
          event ->
              event.writeByteArray(
                  SUMMARY,
                  value(
                      view.name(),
                      out -> out.writeByteArray(HISTOGRAM, histogram(view, parameters)))));
    }
  }

  private static byte[] value(String tag, Content content) throws IOException {
    byte[] value =
        bytes(
            out -> {
              out.writeString(TAG, tag);
              content.writeTo(out);
            });
    return bytes(out -> out.writeByteArray(VALUE, value));
  }

  private static byte[] histogram(ParameterView view, float[] parameters) throws IOException {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    for (int i = view.offset(); i < view.offset() + view.size(); i++) {
      least = Math.min(least, parameters[i]);
      greatest = Math.max(greatest, parameters[i]);
      sum += parameters[i];
      squares += (double) parameters[i] * parameters[i];
    }
    double width = greatest > least ? (greatest - least) / BARS : 1;
    double[] limits = new double[BARS];
    double[] counts = new double[BARS];
    for (int bar = 0; bar < BARS; bar++) {
      limits[bar] = least + (bar + 1) * width;
    }
    for (int i = view.offset(); i < view.offset() + view.size(); i++) {
      counts[Math.min(BARS - 1, (int) ((parameters[i] - least) / width))]++;
    }
    double[] sums = {least, greatest, view.size(), sum, squares};
    return bytes(
        out -> {
          for (int field = 0; field < sums.length; field++) {
            out.writeDouble(field + 1, sums[field]);
          }
          out.writeByteArray(BUCKET_LIMITS, packed(limits));
          out.writeByteArray(BUCKETS, packed(counts));
        });
  }

  private static byte[] packed(double[] values) throws IOException {
    return bytes(
        out -> {
          for (double value : values) {
            out.writeDoubleNoTag(value);
          }
        });
  }

  private static byte[] bytes(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    content.writeTo(out);
    out.flush();
    return bytes.toByteArray();
  }

  private void write(int step, Content content) {
    try {
      byte[] event =
          bytes(
              out -> {
                out.writeDouble(WALL_TIME, System.currentTimeMillis() / 1e3);
                out.writeInt64(STEP, step);
                content.writeTo(out);
              });
      ByteBuffer record = ByteBuffer.allocate(event.length + 16).order(ByteOrder.LITTLE_ENDIAN);
      record.putLong(event.length);
      record.putInt(checksum(record.array(), 8));
      record.put(event).putInt(checksum(event, event.length));
      file.write(record.array());
    } catch (IOException e) {
      throw new IllegalStateException("an event cannot be written to memory", e);
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }
}
