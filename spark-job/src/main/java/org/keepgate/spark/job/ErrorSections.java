package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.keepgate.analysis.error.Calibration;
import org.keepgate.analysis.error.ConfusionMatrix;
import org.keepgate.analysis.error.ErrorOracles;
import org.keepgate.analysis.error.LanguageErrors;
import org.keepgate.analysis.error.LossSums;
import org.keepgate.analysis.error.Residuals;
import org.keepgate.analysis.unit.TextFeatures;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.report.Bars;
import org.keepgate.spark.report.NumberTable;
import org.keepgate.spark.report.ReportContent;

/** Where the errors are: of a language model, of a classifier, of predicted values. */
final class ErrorSections {
  private static final int MOST_CLASSES_SHOWN = 12;
  private static final int MISTAKES = 20;

  private final CloseUp closeUp;
  private final List<String> outputNames;
  private final boolean isOfCharacters;

  /** {@code outputNames}: of the classes or values predicted; none where they have none. */
  ErrorSections(LoadedModel loaded, CloseUp closeUp, List<String> outputNames) {
    this.closeUp = closeUp;
    Vocabulary read = loaded.encoding().symbols();
    this.outputNames = outputNames;
    this.isOfCharacters = read != null && !TextFeatures.areWords(read);
  }

  /** Adds what there is of this kind of model. */
  void addTo(ReportContent content) {
    LanguageErrors errors = closeUp.errors();
    if (errors != null && errors.all().targets() > 0) {
      addOrders(content, errors.all());
      addPositions(content, errors);
      addKinds(content, errors);
      if (isOfCharacters && errors.all().errors() > 0) {
        addOracles(content, errors.oracles());
      }
    }
    ConfusionMatrix confusion = closeUp.look().predictions().confusion();
    if (confusion != null) {
      addConfusion(content, confusion);
      addCalibration(content, closeUp.look().predictions().calibration());
    }
    Residuals[] residuals = closeUp.look().predictions().residuals();
    for (int k = 0; k < residuals.length; k++) {
      if (residuals[k].count() > 0) {
        addResiduals(content, name(k), residuals[k]);
      }
    }
  }

  private String name(int output) {
    return output < outputNames.size() ? outputNames.get(output) : String.valueOf(output);
  }

  private static void addOrders(ReportContent content, LossSums all) {
    if (all.orders() < 1) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (int order = 1; order <= all.orders(); order++) {
      rows.add(List.of("Kneser–Ney " + order + "-gram", Figures.measure(all.ngramBits(order))));
    }
    rows.add(List.of("this model", Figures.measure(all.bits())));
    content.table(
        new NumberTable(
            "Beside n-gram models",
            "Mean loss on the same "
                + Figures.count(all.targets())
                + " targets of n-gram models that were counted in the training texts.",
            List.of("model", "bits per symbol"),
            rows));
  }

  private static void addPositions(ReportContent content, LanguageErrors errors) {
    List<LossSums> byPosition = errors.byPosition();
    content.bars(
        bars(
            "Loss by what has been read",
            "Mean loss by how many symbols the network had read since it began without a state.",
            "symbols read",
            IntStream.range(0, byPosition.size())
                .mapToObj(k -> k == 0 ? "1" : (1 << k) + " to " + ((2 << k) - 1))
                .toList(),
            byPosition,
            "bars that go on getting shorter downwards are a network that uses what it has read"
                + " long ago."));
  }

  private static void addKinds(ReportContent content, LanguageErrors errors) {
    List<String> kinds = new ArrayList<>();
    List<LossSums> sums = new ArrayList<>();
    errors
        .byClass()
        .forEach(
            (kind, loss) -> {
              kinds.add(kind.words());
              sums.add(loss);
            });
    content.bars(
        bars(
            "Loss by kind of symbol",
            "Mean loss by what was to be foretold; an error is a symbol that was given less than ½.",
            "symbols",
            kinds,
            sums,
            "a long bar with many targets is where there is most to gain."));
  }

  private static Bars bars(
      String title,
      String words,
      String group,
      List<String> groups,
      List<LossSums> sums,
      String howToRead) {
    int order = sums.isEmpty() ? -1 : sums.get(0).orders();
    Map<String, double[]> values = new LinkedHashMap<>();
    values.put("this model", of(sums, LossSums::bits));
    Map<String, List<String>> more = new LinkedHashMap<>();
    if (order >= 1) {
      values.put(order + "-gram model", of(sums, loss -> loss.ngramBits(order)));
    }
    more.put("targets", written(sums, loss -> Figures.count(loss.targets())));
    more.put("errors", written(sums, loss -> percent(loss.errorShare())));
    return new Bars(title, words, "bits per symbol", group, groups, values, howToRead, more);
  }

  private static double[] of(List<LossSums> sums, ToDoubleFunction<LossSums> figure) {
    return sums.stream().mapToDouble(figure).toArray();
  }

  private static <T, R> List<R> written(List<T> all, Function<T, R> as) {
    return all.stream().map(as).toList();
  }

  private static void addOracles(ReportContent content, ErrorOracles oracles) {
    List<ErrorOracles.Removed> removed = oracles.removed();
    double all = oracles.errors();
    content.bars(
        new Bars(
            "What would remove the errors",
            "Of "
                + Figures.count(oracles.errors())
                + " errors the part that each oracle removes, one after another, so that what one"
                + " has removed no later one can; after Karpathy, Johnson and Fei-Fei (2015).",
            "% of the errors",
            "oracle",
            removed.stream().map(ErrorOracles.Removed::name).toList(),
            Map.of("removed", removed.stream().mapToDouble(r -> 100 * r.inTurn() / all).toArray()),
            "the longest bar is the ability that the network lacks most.",
            Map.of("alone", written(removed, r -> percent(r.alone() / all)))));
  }

  private void addConfusion(ReportContent content, ConfusionMatrix confusion) {
    if (confusion.classes() > MOST_CLASSES_SHOWN) {
      content.table(
          new NumberTable(
              "Confusion: the most frequent mistakes",
              "Which class was taken for which, the most frequent first.",
              List.of("class", "taken for", "times", "of the class"),
              written(
                  confusion.mistakes(MISTAKES),
                  mistake ->
                      List.of(
                          name(mistake.target()),
                          name(mistake.predicted()),
                          Figures.count(mistake.count()),
                          percent(
                              (double) mistake.count() / confusion.targets(mistake.target()))))));
      return;
    }
    List<String> headers = new ArrayList<>(List.of("class"));
    IntFunction<String> named = this::name;
    IntStream.range(0, confusion.classes()).mapToObj(named).forEach(headers::add);
    List<List<String>> rows = new ArrayList<>();
    for (int target = 0; target < confusion.classes(); target++) {
      List<String> row = new ArrayList<>(List.of(name(target)));
      for (int predicted = 0; predicted < confusion.classes(); predicted++) {
        row.add(Figures.count(confusion.count(target, predicted)));
      }
      rows.add(row);
    }
    content.table(
        new NumberTable(
            "Confusion: which class was taken for which",
            "A row is a true class, a column the class predicted; right ones are on the diagonal.",
            headers,
            rows));
  }

  private static void addCalibration(ReportContent content, Calibration calibration) {
    List<Integer> bins =
        IntStream.range(0, Calibration.BINS)
            .filter(bin -> calibration.targets(bin) > 0)
            .boxed()
            .toList();
    if (bins.isEmpty()) {
      return;
    }
    Map<String, double[]> values = new LinkedHashMap<>();
    values.put("right", bins.stream().mapToDouble(b -> 100 * calibration.accuracy(b)).toArray());
    values.put("said", bins.stream().mapToDouble(b -> 100 * calibration.confidence(b)).toArray());
    content.bars(
        new Bars(
            "Calibration: is it right as often as it says",
            "Targets by the probability of the class predicted; the expected calibration error is "
                + percent(calibration.expectedError())
                + " (Guo and others 2017).",
            "%",
            "probability",
            written(bins, b -> 10 * b + " to " + (10 * b + 10) + " %"),
            values,
            "where 'said' is longer than 'right' the model is too sure of itself.",
            Map.of("targets", written(bins, b -> Figures.count(calibration.targets(b))))));
  }

  private static void addResiduals(ReportContent content, String name, Residuals residuals) {
    List<Integer> bars =
        IntStream.range(0, Residuals.BARS).filter(bar -> residuals.bar(bar) > 0).boxed().toList();
    List<Integer> shown = // with the empty ones between
        IntStream.rangeClosed(bars.get(0), bars.get(bars.size() - 1)).boxed().toList();
    content.bars(
        new Bars(
            "Residuals of " + name,
            "Prediction minus target: mean "
                + Figures.measure(residuals.bias())
                + ", root mean square "
                + Figures.measure(residuals.rmse())
                + ", mean absolute "
                + Figures.measure(residuals.mae())
                + "; "
                + percent(residuals.explained())
                + " of the targets' variance is accounted for.",
            "% of the predictions",
            "error",
            written(shown, bar -> Figures.measure(residuals.middle(bar))),
            Map.of(
                "errors",
                shown.stream()
                    .mapToDouble(bar -> 100.0 * residuals.bar(bar) / residuals.count())
                    .toArray()),
            "a hill around 0 is good; one beside it is a bias, a long tail rare large errors.",
            Map.of()));
    List<Integer> groups =
        IntStream.range(0, residuals.positions())
            .filter(k -> residuals.countAt(k) > 0)
            .boxed()
            .toList();
    if (groups.size() > 1) {
      content.bars(
          new Bars(
              "Error of " + name + " by step",
              "Root mean squared error by the step of the sequence.",
              "root mean squared error",
              "steps",
              written(groups, k -> k == 0 ? "1" : (1 << k) + " to " + ((2 << k) - 1)),
              Map.of("error", groups.stream().mapToDouble(residuals::rmseAt).toArray()),
              "bars that grow downwards are errors that add up.",
              Map.of("targets", written(groups, k -> Figures.count(residuals.countAt(k))))));
    }
  }

  private static String percent(double part) {
    return Double.isFinite(part) ? String.format(Locale.ROOT, "%.1f %%", 100 * part) : "–";
  }
}
