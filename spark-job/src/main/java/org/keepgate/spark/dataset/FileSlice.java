package org.keepgate.spark.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;

/**
 * A stretch of a file of lines: the lines that begin in it are one task's to read. A line that
 * begins exactly at its end still belongs to it; the next stretch leaves out its first line.
 */
final class FileSlice implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long BYTES = 32L << 20;

  private final InputFile file;
  private final long start;
  private final long end; // Long.MAX_VALUE: to the end of the file

  private FileSlice(InputFile file, long start, long end) {
    this.file = file;
    this.start = start;
    this.end = end;
  }

  /** Cuts files into stretches of at most 32 MB; a compressed file is one stretch. */
  static List<FileSlice> of(List<InputFile> files, Configuration hadoop) {
    return of(files, hadoop, BYTES);
  }

  static List<FileSlice> of(List<InputFile> files, Configuration hadoop, long bytes) {
    List<FileSlice> slices = new ArrayList<>();
    for (InputFile file : files) {
      long count = file.codec(hadoop) == null ? (file.length() + bytes - 1) / bytes : 1;
      for (long k = 0; k < count; k++) {
        slices.add(
            new FileSlice(file, k * bytes, k + 1 < count ? (k + 1) * bytes : Long.MAX_VALUE));
      }
    }
    return slices;
  }

  /** All of one file. */
  static FileSlice whole(InputFile file) {
    return new FileSlice(file, 0, Long.MAX_VALUE);
  }

  InputFile file() {
    return file;
  }

  /** Opens the lines of this stretch. */
  Lines open(Configuration hadoop) {
    InputStream stream = file.open(hadoop);
    try {
      if (start > 0) {
        ((FSDataInputStream) stream).seek(start);
      }
      return new Lines(stream, hadoop);
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  /** The lines of a stretch, one after another. */
  final class Lines {
    private final InputStream stream;
    private final LineReader reader;
    private final Text line = new Text();
    private final Configuration hadoop;
    private long offset;
    private long lineOffset;

    private Lines(InputStream stream, Configuration hadoop) throws IOException {
      this.stream = stream;
      this.hadoop = hadoop;
      this.reader = new LineReader(stream);
      this.offset = start;
      if (start > 0) {
        offset += reader.readLine(line);
      }
    }

    /** The next line, strictly UTF-8; null, and everything closed, at the end. */
    @Nullable String next() {
      try {
        int read = offset > end ? 0 : reader.readLine(line);
        if (read == 0) {
          stream.close();
          return null;
        }
        lineOffset = offset;
        offset += read;
      } catch (IOException e) {
        throw file.unreadable(e);
      }
      String text = TextDecoder.decode(line.getBytes(), line.getLength());
      if (text == null) {
        throw new InputException(
            file.path()
                + ", line "
                + lineNumber(lineOffset, hadoop)
                + ", which begins at byte "
                + lineOffset
                + ": expected UTF-8; found other bytes; mend the file");
      }
      if (text.indexOf('\0') >= 0) {
        throw new InputException(
            file.path()
                + ", line "
                + lineNumber(lineOffset, hadoop)
                + ": expected text; found the byte 0, so the file is binary, damaged or in UTF-16;"
                + " write or copy it anew, as UTF-8");
      }
      return lineOffset == 0 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Where the line that was read last begins in the file. */
    long lineOffset() {
      return lineOffset;
    }

    /**
     * File and row of the line that was read last, in words: found by counting the lines before it,
     * when somebody asks.
     *
     * @param headerLines lines before the first row
     */
    Supplier<String> place(int headerLines) {
      long from = lineOffset;
      return () -> {
        long line = lineNumber(from, hadoop);
        return file.path()
            + ", row "
            + (line - headerLines)
            + (headerLines == 0 ? "" : " (line " + line + ")");
      };
    }

    void close() {
      try {
        stream.close();
      } catch (IOException e) {
        throw file.unreadable(e);
      }
    }
  }

  private long lineNumber(long lineOffset, Configuration hadoop) {
    try (InputStream again = file.open(hadoop)) {
      LineReader counting = new LineReader(again);
      Text skipped = new Text();
      long line = 1;
      for (long at = 0; at < lineOffset; line++) {
        at += counting.readLine(skipped);
      }
      return line;
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }
}
