package org.keepgate.spark.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real browser without a screen, where one is installed: it opens a page and hands back what
 * became of it.
 */
final class Chromium {
  private static final long MOST_SECONDS = 60;
  private final Path program;

  private Chromium(Path program) {
    this.program = program;
  }

  /** The browser of the path, if there is one. */
  static Optional<Chromium> installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator, -1))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Chromium::new);
  }

  /** Says, also to who reads the output of a build, that a test was left out. */
  static String skipped() {
    String sentence = "SKIPPED a test in a browser: there is no chromium on the path";
    System.out.println(sentence);
    return sentence;
  }

  /**
   * The document after its scripts have run, as HTML.
   *
   * @param work folder for the browser's own files
   * @param width of the window, in pixels
   */
  String dom(Path page, Path work, int width) throws IOException, InterruptedException {
    Path dumped = work.resolve("dom.html");
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "--headless", "--no-sandbox"));
    command.addAll(
        List.of(
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--user-data-dir=" + work.resolve("profile"),
            "--window-size=" + width + ",900",
            "--virtual-time-budget=3000",
            "--dump-dom",
            page.toUri().toString()));
    Process browser =
        new ProcessBuilder(command)
            .redirectOutput(dumped.toFile())
            .redirectError(work.resolve("said.txt").toFile())
            .start();
    if (!browser.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
      throw new IOException("the browser has not answered within " + MOST_SECONDS + " seconds");
    }
    return Files.readString(dumped, UTF_8);
  }
}
