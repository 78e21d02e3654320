package org.keepgate.spark.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepgate.spark.SharedSpark;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.training.setting.Setting;

@DisplayName("Every stage: constructors, params with docs and bounds, setters, copy, save and load")
class EveryStageTest {

  /** All stages of the package. */
  static List<Class<?>> stages() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.keepgate.spark.ml")
            .stream()
            .filter(type -> type.isAssignableTo(PipelineStage.class))
            .map(JavaClass::reflect)
            .filter(type -> !Modifier.isAbstract(type.getModifiers()))
            .sorted(Comparator.comparing(Class::getName))
            .toList();
  }

  private static PipelineStage made(Class<?> type) throws ReflectiveOperationException {
    return (PipelineStage) type.getConstructor().newInstance();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stages")
  @DisplayName("is public, and made of nothing or of a uid")
  void constructors(Class<?> type) throws ReflectiveOperationException {
    assertTrue(Modifier.isPublic(type.getModifiers()));
    PipelineStage one = made(type);
    assertFalse(one.uid().equals(made(type).uid()), "uids are random");
    Constructor<?> named = type.getConstructor(String.class);
    assertEquals("it", ((PipelineStage) named.newInstance("it")).uid());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stages")
  @DisplayName("each param has a sentence, a getter, a fluent setter, and bounds that refuse")
  void params(Class<?> type) throws ReflectiveOperationException {
    PipelineStage stage = made(type);
    for (Param<?> param : stage.params()) {
      String name = param.name();
      assertTrue(param.doc().length() > 10, name + " has a doc");
      String ending = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      assertNotNull(type.getMethod("get" + ending), name);
      Method setter =
          Arrays.stream(type.getMethods())
              .filter(it -> it.getName().equals("set" + ending) && it.getParameterCount() == 1)
              .findFirst()
              .orElseThrow(() -> new AssertionError("no setter of " + name));
      if (stage.isDefined(param)) {
        Object value = type.getMethod("get" + ending).invoke(stage);
        assertSame(stage, setter.invoke(stage, value), name + " is set fluently");
        assertTrue(stage.isSet(param), name);
      }
    }
    assertTrue(stage.explainParams().lines().count() >= stage.params().length);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stages")
  @DisplayName("is registered as a service, and its params name a type: so Spark Connect finds it")
  void connects(Class<?> type) throws ReflectiveOperationException {
    PipelineStage stage = made(type);
    Class<?> service = stage instanceof Estimator ? Estimator.class : Transformer.class;
    assertTrue(
        ServiceLoader.load(service).stream().anyMatch(it -> it.type().equals(type)),
        "registered in META-INF/services/" + service.getName());
    for (Param<?> param : stage.params()) {
      assertTrue(PLAIN.contains(param.dataClass()), param.name() + ": " + param.dataClass());
    }
  }

  /** What a server of Spark Connect converts of what clients send. */
  private static final Set<Class<?>> PLAIN =
      Set.of(
          int.class,
          long.class,
          double.class,
          boolean.class,
          String.class,
          String[].class,
          double[].class);

  @ParameterizedTest(name = "{0}")
  @MethodSource("stages")
  @DisplayName("an estimator has a param for each setting of its task, with the same default")
  void settings(Class<?> type) throws ReflectiveOperationException {
    if (!(made(type) instanceof LstmEstimator<?, ?> stage)) {
      return;
    }
    List<String> missing = new ArrayList<>();
    for (Setting<?> setting : AllSettings.CATALOG.settings()) {
      boolean column = COLUMNS_AND_FILES.contains(setting.name());
      if (!column && setting.belongsTo(stage.task()) && !stage.hasParam(setting.name())) {
        missing.add(setting.name());
      }
    }
    assertEquals(List.of(), missing);
  }

  /** Settings that are params by Spark's names, or are about files, or of a split by Spark. */
  private static final List<String> COLUMNS_AND_FILES =
      List.of(
          "features",
          "label",
          "target",
          "returnSequences",
          "groupBy",
          "orderBy",
          "idColumn",
          "splitColumn",
          "pathFilter",
          "inputFormat",
          "malformedText",
          "testFraction",
          "testSteps");

  /** The param of the column that a stage adds. */
  private static String column(PipelineStage stage) {
    return stage.hasParam("predictionCol") ? "predictionCol" : "outputCol";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stages")
  @DisplayName("a copy has the same uid and params, and those given besides")
  void copies(Class<?> type) throws ReflectiveOperationException {
    PipelineStage stage = made(type);
    String column = column(stage);
    stage.set(column, "other");
    PipelineStage copy = stage.copy(ParamMap.empty());
    assertEquals(type, copy.getClass());
    assertEquals(stage.uid(), copy.uid());
    assertEquals(stage.explainParams(), copy.explainParams());
    ParamMap extra = ParamMap.empty().put(stage.getParam(column).w("more"));
    assertEquals("more", stage.copy(extra).getOrDefault(stage.getParam(column)));
    assertEquals("other", stage.getOrDefault(stage.getParam(column)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stages")
  @DisplayName("can be written and read; estimators read themselves with all their params")
  void savesAndLoads(Class<?> type, @TempDir Path folder) throws Exception {
    SharedSpark.session();
    PipelineStage stage = made(type);
    assertTrue(stage instanceof MLWritable, "written");
    Method read = type.getMethod("read");
    assertTrue(Modifier.isStatic(read.getModifiers()) && read.invoke(null) instanceof MLReader);
    Method load = type.getMethod("load", String.class);
    assertTrue(Modifier.isStatic(load.getModifiers()));
    assertTrue(
        stage instanceof Estimator
            || stage instanceof Model
            || stage instanceof DefaultParamsWritable);
    if (stage instanceof DefaultParamsWritable writable) {
      stage.set(column(stage), "other");
      String place = folder.resolve("stage").toString();
      writable.write().save(place);
      PipelineStage loaded = (PipelineStage) load.invoke(null, place);
      assertEquals(stage.uid(), loaded.uid());
      assertEquals(stage.explainParams(), loaded.explainParams());
    }
  }
}
