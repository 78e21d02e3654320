package org.keepgate.spark.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Files with the same content as another of the input: what a network has learned by heart must not
 * be held out under a second name. Only files of equal lengths are read, on the executors.
 */
final class FileCopies {
  private FileCopies() {}

  /**
   * The path of the first of the files with the same content, by the path of every other of them;
   * files that are copies of none are not in it.
   *
   * @param files in the order of their paths
   */
  static Map<String, String> originals(
      JavaSparkContext context, List<InputFile> files, SerializableConfiguration hadoop) {
    List<InputFile> candidates = ofEqualLengths(files);
    if (candidates.isEmpty()) {
      return Map.of();
    }
    JavaRDD<InputFile> distributed =
        context.parallelize(
            candidates, Math.min(candidates.size(), 4 * context.defaultParallelism()));
    List<Tuple2<String, String>> digests =
        JobDescription.during(
            context.sc(),
            "input: look for copies among " + Count.of(candidates.size(), "file"),
            () ->
                TaskFailure.unwrapped(
                    () ->
                        distributed
                            .map(file -> new Tuple2<>(file.path(), digest(file, hadoop.value())))
                            .collect()));
    Map<String, String> firstOf = new HashMap<>();
    Map<String, String> originals = new HashMap<>();
    for (Tuple2<String, String> each : digests) { // in the order of the files
      String first = firstOf.putIfAbsent(each._2(), each._1());
      if (first != null) {
        originals.put(each._1(), first);
      }
    }
    return originals;
  }

  private static List<InputFile> ofEqualLengths(List<InputFile> files) {
    Map<Long, Integer> counts = new HashMap<>();
    files.forEach(file -> counts.merge(file.length(), 1, Integer::sum));
    List<InputFile> equal = new ArrayList<>();
    for (InputFile file : files) {
      if (counts.getOrDefault(file.length(), 0) > 1) {
        equal.add(file);
      }
    }
    return equal;
  }

  private static String digest(InputFile file, Configuration hadoop) {
    try (InputStream content = file.open(hadoop)) {
      DigestInputStream digested =
          new DigestInputStream(content, MessageDigest.getInstance("SHA-256"));
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (IOException e) {
      throw file.unreadable(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256; every other has", e);
    }
  }
}
