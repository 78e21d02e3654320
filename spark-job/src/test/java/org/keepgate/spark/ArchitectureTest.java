package org.keepgate.spark;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.sql.Dataset;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@DisplayName("Architecture of spark-job: the order of its packages, and what none of them does")
class ArchitectureTest {

  /** A package may use those above it. A new package is given its place here. */
  static final List<String> ORDER = List.of("dataset", "trainer", "report", "ml", "job");

  /** Who may collect, and why it is little. */
  private static final Set<String> COLLECTORS =
      Set.of(
          "SequencePartitioner", // 2 kB a range, of at most a thousand, and lengths of the longest
          "SequenceParts", // the names of parts: three
          "FileCopies", // digests of files, all of which the driver has listed before
          "SeriesSource", // floors of series; the rows are counted before, and bounded
          "LabelWorkload"); // nearest neighbours; the values are counted before, and bounded

  private static final JavaClasses SPARK_JOB =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.keepgate.spark");

  @Test
  @DisplayName("every package has its place in the order, and says @NullMarked")
  void everyPackageHasItsPlace() {
    for (JavaPackage child : SPARK_JOB.getPackage("org.keepgate.spark").getSubpackages()) {
      assertTrue(ORDER.contains(child.getRelativeName()), child.getName());
      assertTrue(child.isAnnotatedWith(NullMarked.class), child.getName());
    }
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("ORDER")
  @DisplayName("a package uses only those above it")
  void packageUsesOnlyThoseAbove(String name) {
    String[] below =
        ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size()).stream()
            .map(other -> "org.keepgate.spark." + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("org.keepgate.spark." + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(below)
        .allowEmptyShould(true)
        .check(SPARK_JOB);
  }

  @Test
  @DisplayName("packages have no cycles, sub-packages included")
  void noCycles() {
    slices().matching("org.keepgate.spark.(**)").should().beFreeOfCycles().check(SPARK_JOB);
  }

  @Test
  @DisplayName("nothing of ours is read by Java deserialisation")
  void noDeserialisation() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(SPARK_JOB);
  }

  @Test
  @DisplayName(
      "the input is never collected: what a part of a cluster brings to the driver is small")
  void nothingIsCollected() {
    noClasses()
        .that(
            DescribedPredicate.describe("may not", it -> !COLLECTORS.contains(it.getSimpleName())))
        .should()
        .callMethodWhere(
            target(owner(assignableTo(JavaRDDLike.class).or(assignableTo(Dataset.class))))
                .and(target(nameMatching("collect.*|toLocalIterator"))))
        .check(SPARK_JOB);
  }

  @Test
  @DisplayName("only the command line writes to standard output")
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.keepgate.spark.job..")
        .should()
        .accessField(System.class, "out")
        .check(SPARK_JOB);
  }
}
