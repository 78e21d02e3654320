package org.keepgate.spark.trainer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.TempLocalBlockId;
import org.jspecify.annotations.Nullable;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.BlockSource;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.sequence.ShareIndex;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * A worker's share while its task runs, whatever its size: blocks are held as long as memory for
 * them lasts, and what comes after goes to a file in small pieces, from which a sequence is read
 * when a minibatch asks for it.
 *
 * <p>The file is in one of Spark's local directories, compressed and encrypted as Spark's own are,
 * and goes with the share. The pieces read last are kept: sequences that are read a segment at a
 * time are not read from the file again for every segment.
 */
final class HeldShare implements BlockSource, AutoCloseable {
  private static final long PIECE = 16 << 10; // bytes; to read one takes some microseconds
  private static final ClassTag<SequenceBlock> TAG = ClassTag.apply(SequenceBlock.class);

  private final ShareIndex index;
  private final List<SequenceBlock> held = new ArrayList<>();
  private final long mostHeld;
  private final Recent recent;
  private long[] fingerprints = new long[8];
  private int blocks;
  private long bytes;
  private @Nullable Spill spill;

  private HeldShare(SequenceFormat format, long memory) {
    this.index = new ShareIndex(format);
    this.mostHeld = memory - memory / 4;
    this.recent = new Recent(memory / 4);
  }

  /**
   * Reads all blocks of a share, within a task or anywhere else where Spark is.
   *
   * @param memory bytes that may be held
   */
  static HeldShare read(Iterator<SequenceBlock> blocks, SequenceFormat format, long memory) {
    HeldShare share = new HeldShare(format, memory);
    try {
      blocks.forEachRemaining(share::add);
      return share;
    } catch (RuntimeException | Error e) {
      share.close();
      throw e;
    }
  }

  private void add(SequenceBlock block) {
    if (blocks == fingerprints.length) {
      fingerprints = Arrays.copyOf(fingerprints, 2 * blocks);
    }
    fingerprints[blocks++] = block.fingerprint();
    bytes += block.heapBytes();
    if (spill == null && bytes <= mostHeld) {
      index.add(block);
      held.add(block);
      return;
    }
    Spill file = spill;
    if (file == null) {
      file = new Spill();
      spill = file;
    }
    for (SequenceBlock piece : block.pieces(PIECE)) {
      index.add(piece);
      file.write(piece);
    }
  }

  /** The sequences; to be read until this is closed. */
  SequenceShare share() {
    return new SequenceShare(index, this);
  }

  /** Tells whether two shares have the same blocks in the same order. */
  long fingerprint() {
    return RandomStream.mix(Arrays.copyOf(fingerprints, blocks));
  }

  /** Bytes of the blocks that are held. */
  long heldBytes() {
    return held.stream().mapToLong(SequenceBlock::heapBytes).sum();
  }

  /** Bytes of the share, had it all been held. */
  long bytes() {
    return bytes;
  }

  @Override
  public SequenceBlock block(int number) {
    return number < held.size() ? held.get(number) : fromFile(number);
  }

  private synchronized SequenceBlock fromFile(int number) {
    SequenceBlock piece = recent.get(number);
    Spill file = spill;
    if (piece != null) {
      return piece;
    } else if (file == null) {
      throw new IllegalStateException("the share was closed: block " + number + " is gone");
    }
    SequenceBlock read = file.read(number - held.size());
    recent.put(number, read);
    return read;
  }

  /** Deletes the file, if there is one; more than once does no harm. */
  @Override
  public synchronized void close() {
    Spill file = spill;
    spill = null;
    recent.clear();
    if (file != null) {
      file.close();
    }
  }

  /** The pieces asked for last, as many as may be held. */
  private static final class Recent {
    private final Map<Integer, SequenceBlock> pieces = new LinkedHashMap<>(16, 0.75f, true);
    private final long most;
    private long bytes;

    private Recent(long most) {
      this.most = most;
    }

    private @Nullable SequenceBlock get(int number) {
      return pieces.get(number);
    }

    private void put(int number, SequenceBlock piece) {
      pieces.put(number, piece);
      bytes += piece.heapBytes();
      Iterator<SequenceBlock> oldest = pieces.values().iterator();
      while (bytes > most && pieces.size() > 1) {
        bytes -= oldest.next().heapBytes();
        oldest.remove();
      }
    }

    private void clear() {
      pieces.clear();
      bytes = 0;
    }
  }

  /** Pieces in a file, one after another, each to be read by itself. */
  private static final class Spill implements AutoCloseable {
    private final SparkEnv spark = SparkEnv.get();
    private final SerializerInstance serializer = spark.serializer().newInstance();
    private final BlockId name;
    private final File file;
    private final FileChannel channel;
    private long[] ends = new long[64];
    private int pieces;

    private Spill() {
      Tuple2<TempLocalBlockId, File> place =
          spark.blockManager().diskBlockManager().createTempLocalBlock();
      name = place._1();
      file = place._2();
      try {
        channel =
            FileChannel.open(
                file.toPath(),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw failed("made", e);
      }
    }

    private void write(SequenceBlock piece) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      SerializationStream stream =
          serializer.serializeStream(spark.serializerManager().wrapStream(name, bytes));
      stream.writeObject(piece, TAG);
      stream.close();
      try {
        ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray());
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        if (pieces == ends.length) {
          ends = Arrays.copyOf(ends, 2 * pieces);
        }
        ends[pieces++] = channel.position();
      } catch (IOException e) {
        throw failed("written", e);
      }
    }

    private SequenceBlock read(int piece) {
      long from = piece == 0 ? 0 : ends[piece - 1];
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(ends[piece] - from));
      try {
        while (bytes.hasRemaining()) {
          if (channel.read(bytes, from + bytes.position()) < 0) {
            throw new EOFException("it has " + channel.size() + " bytes");
          }
        }
      } catch (IOException e) {
        throw failed("read", e);
      }
      try (DeserializationStream stream =
          serializer.deserializeStream(
              spark
                  .serializerManager()
                  .wrapStream(name, new ByteArrayInputStream(bytes.array())))) {
        return stream.readObject(TAG);
      }
    }

    private UncheckedIOException failed(String what, IOException cause) {
      return new UncheckedIOException(
          "the file of a share that is larger than its memory cannot be "
              + what
              + ": "
              + cause.getMessage()
              + "; expected room in spark.local.dir ("
              + file.getParent()
              + ")",
          cause);
    }

    @Override
    public void close() {
      try {
        channel.close();
        Files.deleteIfExists(file.toPath());
      } catch (IOException e) {
        throw failed("deleted", e);
      }
    }
  }
}
