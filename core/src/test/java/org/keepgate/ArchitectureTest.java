package org.keepgate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@DisplayName("Architecture of core: the order of its packages, and what none of them does")
class ArchitectureTest {

  /** A package may use those above it. A new package is given its place here. */
  static final List<String> ORDER =
      List.of(
          "math",
          "parameter",
          "sequence",
          "cell",
          "head",
          "network",
          "optimizer",
          "averaging",
          "evaluation",
          "training",
          "checkpoint",
          "analysis");

  /** Methods of Math whose last bits differ between JDKs, or between interpreter and compiler. */
  private static final Set<String> INEXACT =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos", "tan",
          "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh");

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.keepgate");

  @Test
  @DisplayName("every package has its place in the order, and says @NullMarked")
  void everyPackageHasItsPlace() {
    Set<String> found = new TreeSet<>();
    for (JavaPackage child : CORE.getPackage("org.keepgate").getSubpackages()) {
      found.add(child.getRelativeName());
      assertTrue(child.isAnnotatedWith(NullMarked.class), child.getName());
    }
    assertEquals(new TreeSet<>(ORDER), found);
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("ORDER")
  @DisplayName("a package uses only those above it")
  void packageUsesOnlyThoseAbove(String name) {
    String[] below =
        ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size()).stream()
            .map(other -> "org.keepgate." + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("org.keepgate." + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(below)
        .check(CORE);
  }

  @Test
  @DisplayName("packages have no cycles, sub-packages included")
  void noCycles() {
    slices().matching("org.keepgate.(**)").should().beFreeOfCycles().check(CORE);
  }

  @Test
  @DisplayName("core knows neither Spark nor Hadoop nor Scala")
  void noSpark() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..", "org.apache.hadoop..", "scala..", "org.keepgate.spark..")
        .check(CORE);
  }

  @Test
  @DisplayName(
      "arithmetic has the same bits on every JDK: no Math.exp, log, tanh, pow and the like")
  void noInexactMath() {
    noClasses()
        .should()
        .accessTargetWhere(
            target(
                describe(
                    "is inexact in Math (take math.Activations, or StrictMath off the hot path)",
                    (AccessTarget it) ->
                        it.getOwner().isEquivalentTo(Math.class)
                            && INEXACT.contains(it.getName()))))
        .check(CORE);
  }

  @Test
  @DisplayName("nothing is read by Java deserialisation")
  void noDeserialisation() {
    noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class).check(CORE);
  }

  @Test
  @DisplayName("core does not write to standard output")
  void noStandardOutput() {
    noClasses().should().accessField(System.class, "out").check(CORE);
  }
}
