package org.keepgate.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.spark.LauncherSandbox.Run;

@DisabledOnOs(OS.WINDOWS)
@DisplayName("Launcher: bin/keepgate finds a Spark, or makes one, and passes everything on")
class LauncherTest {
  private static final String MAIN = "org.keepgate.spark.job.Keepgate";
  private static final String SPARK_4 = "spark-core_2.13-4.1.0.jar";

  private LauncherSandbox sandbox;

  @BeforeEach
  void makeSandbox(@TempDir Path folder) throws IOException {
    sandbox = new LauncherSandbox(folder);
  }

  @Test
  @DisplayName("SPARK_HOME is used; Spark's options go to spark-submit, the rest to the command")
  void passesOptionsOn() throws Exception {
    sandbox.set("SPARK_HOME", sandbox.addSpark(SPARK_4).toString());
    Run run =
        sandbox.run(
            "train", "--master", "spark://there:7077", "--input", "a  b", "--conf=x=y=z", "*", "");
    assertEquals(0, run.exitCode(), run.errors());
    assertEquals(
        """
        spark-submit
        --master
        spark://there:7077
        --conf
        x=y=z
        --conf
        spark.driver.memory=4g
        --class
        %s
        %s
        train
        --input
        a  b
        *

        """
            .formatted(MAIN, sandbox.jobJar()),
        run.output());
  }

  @Test
  @DisplayName("local mode is the default, without Spark's web pages")
  void localByDefault() throws Exception {
    sandbox.set("SPARK_HOME", sandbox.addSpark(SPARK_4).toString());
    sandbox.set("KEEPGATE_DRIVER_MEMORY", "9g");
    assertEquals(
        """
        spark-submit
        --master
        local[*]
        --conf
        spark.ui.enabled=false
        --conf
        spark.driver.memory=9g
        --class
        %s
        %s
        """
            .formatted(MAIN, sandbox.jobJar()),
        sandbox.run().output());
  }

  @Test
  @DisplayName("what the user has set is not set again")
  void keepsSettingsOfTheUser() throws Exception {
    sandbox.set("SPARK_HOME", sandbox.addSpark(SPARK_4).toString());
    assertEquals(
        """
        spark-submit
        --conf
        spark.master=local[3]
        --conf
        spark.ui.enabled=true
        --driver-memory
        2g
        --class
        %s
        %s
        """
            .formatted(MAIN, sandbox.jobJar()),
        sandbox
            .run(
                "--conf",
                "spark.master=local[3]",
                "--conf",
                "spark.ui.enabled=true",
                "--driver-memory=2g")
            .output());
  }

  @Test
  @DisplayName("what the site has set is not set again")
  void keepsSettingsOfTheSite() throws Exception {
    Path home = sandbox.addSpark(SPARK_4);
    sandbox.set("SPARK_HOME", home.toString());
    LauncherSandbox.write(
        home.resolve("conf/spark-defaults.conf"), "spark.master=yarn\nspark.driver.memory  8g\n");
    assertEquals(
        List.of("spark-submit", "--class", MAIN, sandbox.jobJar(), "plan"),
        sandbox.run("plan").lines());
  }

  @Test
  @DisplayName("works through symbolic links, from any folder; the exit code is the command's")
  void throughLinks() throws Exception {
    sandbox.set("SPARK_HOME", sandbox.addSpark(SPARK_4).toString());
    sandbox.set("EXIT", "7");
    Path second = sandbox.folder().resolve("second");
    Files.createSymbolicLink(second, sandbox.keepgate());
    Path first = Files.createDirectory(sandbox.folder().resolve("else where")).resolve("first");
    Files.createSymbolicLink(first, Path.of("../second"));
    Run run = LauncherSandbox.finish(sandbox.start(first, "evaluate"));
    assertEquals(7, run.exitCode(), run.errors());
    assertTrue(run.lines().contains(sandbox.jobJar()), run.output());
  }

  @Test
  @DisplayName("without SPARK_HOME, the spark-submit on the PATH is used")
  void findsSparkSubmit() throws Exception {
    Path home = sandbox.addSpark(SPARK_4);
    Files.createSymbolicLink(
        sandbox.tools().resolve("spark-submit"), home.resolve("bin/spark-submit"));
    assertEquals(home + "\n", sandbox.run("--spark-home").output());
    assertEquals("spark-submit", sandbox.run("plan").lines().get(0));
  }

  @Test
  @DisplayName("a Spark that could only fail later is refused, with what to do")
  void refusesWrongSpark() throws Exception {
    sandbox.set("SPARK_HOME", sandbox.addSpark("spark-core_2.12-3.5.1.jar").toString());
    Run run = sandbox.run("plan");
    assertEquals(1, run.exitCode());
    assertEquals("", run.output());
    assertTrue(run.errors().contains("is not Spark 4 for Scala 2.13: point"), run.errors());
  }

  @Test
  @DisplayName("without any Spark, one is assembled from Maven: once")
  void assemblesSpark() throws Exception {
    sandbox.addMaven();
    sandbox.set("EXIT", "3");
    for (int start = 0; start < 2; start++) {
      Run run = sandbox.run("train", "a  b");
      assertEquals(3, run.exitCode(), run.errors());
      assertEquals("org.apache.spark.deploy.SparkSubmit", run.lines().get(1));
      assertTrue(run.lines().contains("a  b"), run.output());
    }
    assertEquals(1, sandbox.mavenCalls());
    assertEquals(
        List.of("spark-core_2.13.jar", "spark-launcher_2.13.jar"),
        LauncherSandbox.names(sandbox.assembledSpark().resolve("jars")));
    assertWholeAndAlone();
  }

  @Test
  @DisplayName("a first start that fails leaves nothing behind, and says why")
  void failedAssemblyLeavesNothing() throws Exception {
    sandbox.addMaven();
    sandbox.set("MAVEN_FAILS", "yes");
    Run run = sandbox.run("train");
    assertEquals(1, run.exitCode());
    assertEquals("", run.output());
    assertTrue(run.errors().contains("[ERROR] no such jar"), run.errors());
    assertTrue(run.errors().contains("Maven could not fetch Spark's jars"), run.errors());
    assertEquals(List.of(), LauncherSandbox.names(sandbox.cache()));
  }

  @Test
  @DisplayName("two first starts at once make one whole Spark home")
  void concurrentAssembly() throws Exception {
    sandbox.addMaven();
    sandbox.set("MAVEN_SECONDS", "1");
    Process first = sandbox.start(sandbox.keepgate(), "--spark-home");
    Process second = sandbox.start(sandbox.keepgate(), "--spark-home");
    String home = sandbox.assembledSpark() + "\n";
    assertEquals(home, LauncherSandbox.finish(first).output());
    assertEquals(home, LauncherSandbox.finish(second).output());
    assertEquals(2, sandbox.mavenCalls());
    assertWholeAndAlone();
  }

  @Test
  @DisplayName("a first start that is killed leaves nothing that passes for a Spark home")
  void killedAssembly() throws Exception {
    sandbox.addMaven();
    sandbox.set("MAVEN_SECONDS", "10");
    Process process = sandbox.start(sandbox.keepgate(), "--spark-home");
    while (sandbox.mavenCalls() == 0) {
      assertTrue(process.isAlive(), "ended before it was killed");
      Thread.sleep(20);
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    assertFalse(Files.exists(sandbox.assembledSpark()));
  }

  @Test
  @DisplayName("neither Spark nor Maven: the message says what to do")
  void noMaven() throws Exception {
    Run run = sandbox.run("train");
    assertEquals(1, run.exitCode());
    assertTrue(run.errors().contains("neither Spark nor Maven: set SPARK_HOME"), run.errors());
  }

  @Test
  @DisplayName("a Java that is too old is named, with what to do")
  void oldJava() throws Exception {
    sandbox.addMaven();
    sandbox.set("JAVA_IS", "11.0.2");
    Run run = sandbox.run("train");
    assertEquals(1, run.exitCode());
    assertTrue(run.errors().contains("needs Java 17 or newer, found 11"), run.errors());
  }

  private void assertWholeAndAlone() throws IOException {
    Path home = sandbox.assembledSpark();
    assertEquals(List.of("spark-0.0.0"), LauncherSandbox.names(sandbox.cache()));
    assertEquals(List.of("RELEASE", "bin", "conf", "jars"), LauncherSandbox.names(home));
  }
}
