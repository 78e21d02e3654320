package org.keepgate.spark.report;

import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.CombinedRangeXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYBarDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.keepgate.analysis.GateStatistics;
import org.keepgate.analysis.GateStatistics.GateOfLayer;
import org.w3c.dom.Element;

/** The part of a report that shows what gates do: saturation, activations, memory. */
final class GateSection implements Section {
  private static final int MOST_UNITS_NAMED = 12;
  private static final double LONGEST_SHOWN = 1e5; // steps of memory
  private static final double GAP = 8; // between plots side by side

  private final GateStatistics gates;
  private final ChartStyle style = new ChartStyle(ChartColor::drawn);

  GateSection(GateStatistics gates) {
    this.gates = gates;
  }

  @Override
  public void addTo(Page page, Element main, int number) {
    Element section = page.add(main, "section");
    page.add(section, "h2", "Gates: what they let through");
    page.add(section, "p", summary());
    List<List<GateOfLayer>> layers = layers();
    for (int i = 0; i < layers.size(); i++) {
      addPictures(page, section, layers.get(i), "gates" + number + "layer" + i);
    }
    addTable(page, section);
    addUnits(page, section);
    page.add(
            section,
            "p",
            "Counted at "
                + Figures.of(gates.steps())
                + " time steps. Closed: below 0.1 (left-saturated); open: above 0.9"
                + " (right-saturated), as in Karpathy, Johnson and Fei-Fei (2016). Memory: steps"
                + " after which 1/e of what a unit remembered is left, from the geometric mean of"
                + " the share that its gate keeps.")
        .setAttribute("class", "note");
  }

  private List<List<GateOfLayer>> layers() {
    return List.copyOf(
        gates.gates().stream()
            .collect(
                Collectors.groupingBy(
                    GateSection::layerName, LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  private static String layerName(GateOfLayer gate) {
    return "layer " + (gate.level() + 1) + (gate.isReversed() ? ", backward" : "");
  }

  private static String name(GateOfLayer gate) {
    return gate.name() + ", " + layerName(gate);
  }

  private String summary() {
    long closed = gates.gates().stream().mapToLong(gate -> gate.closedUnits().size()).sum();
    long open = gates.gates().stream().mapToLong(gate -> gate.openUnits().size()).sum();
    long all = gates.gates().stream().mapToLong(GateOfLayer::units).sum();
    StringBuilder words = new StringBuilder();
    words.append("Of ").append(Figures.of(all)).append(" gates ");
    words.append(Figures.of(closed)).append(" are closed and ").append(Figures.of(open));
    words.append(" open at more than 99 % of the steps");
    for (GateOfLayer gate : gates.gates()) {
      if (gate.decidesMemory()) {
        words
            .append("; half of the units of ")
            .append(layerName(gate))
            .append(" remember for ")
            .append(steps(median(memories(gate))))
            .append(" steps or more");
      }
    }
    return words.append('.').toString();
  }

  private static String steps(double memory) {
    return memory > LONGEST_SHOWN ? "more than 100,000" : Figures.of(Math.rint(10 * memory) / 10);
  }

  private static double[] memories(GateOfLayer gate) {
    return IntStream.range(0, gate.units()).mapToDouble(gate::memory).sorted().toArray();
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  private void addPictures(Page page, Element section, List<GateOfLayer> layer, String id) {
    String where = layerName(layer.get(0));
    page.add(section, "h3", capital(where));
    new Picture(
            (width, height) ->
                beside(layer, "steps: closed to the right, open upwards", this::saturation, 1),
            List.of(),
            "how often the gates of " + where + " are closed and open, a dot a unit",
            "How to read it: every dot is a gate of one unit; to the right it is closed more often,"
                + " above it is open more often, at the lower left it is neither. A forget gate at"
                + " the top keeps what it has; dots on the falling line are switches.")
        .addTo(page, section, id + "saturation");
    double most =
        layer.stream().flatMapToDouble(gate -> Arrays.stream(gate.histogram())).max().orElse(1);
    new Picture(
            (width, height) -> beside(layer, "part of all activations", this::histogram, most),
            List.of(),
            "histograms of the activations of the gates of " + where,
            "How to read it: bars at both ends are gates that decide; a hill in the middle is a gate"
                + " that lets half of everything through.")
        .addTo(page, section, id + "histogram");
    for (GateOfLayer gate : layer) {
      if (gate.decidesMemory()) {
        new Picture(
                (width, height) -> memory(gate),
                List.of(),
                "how long the units of " + where + " remember, sorted",
                "How to read it: units from the most forgetful to the one that remembers longest;"
                    + " the height is after how many steps a third (1/e) of what it knew is left.")
            .addTo(page, section, id + "memory");
      }
    }
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** One plot a gate, side by side, under one axis of values. */
  private JFreeChart beside(
      List<GateOfLayer> layer, String measure, Function<GateOfLayer, XYPlot> plot, double most) {
    CombinedRangeXYPlot all = new CombinedRangeXYPlot(style.axis("", 0, most * 1.04, tick(most)));
    all.setGap(GAP);
    all.setBackgroundPaint(null);
    all.setOutlineVisible(false);
    layer.forEach(gate -> all.add(plot.apply(gate)));
    return style.chart(measure, all);
  }

  private static double tick(double most) {
    return most > 0.5 ? 0.2 : most > 0.2 ? 0.1 : 0.05;
  }

  private XYPlot saturation(GateOfLayer gate) {
    XYSeries dots = new XYSeries(gate.name(), false, true);
    for (int unit = 0; unit < gate.units(); unit++) {
      dots.add(gate.left(unit), gate.right(unit));
    }
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    renderer.setSeriesPaint(0, style.color(ChartColor.VALIDATION));
    renderer.setSeriesShape(0, new Ellipse2D.Double(-2, -2, 4, 4));
    XYPlot plot =
        new XYPlot(
            new XYSeriesCollection(dots),
            style.axis(gate.name(), -0.03, 1.03, 0.5),
            null,
            renderer);
    style.apply(plot);
    return plot;
  }

  private XYPlot histogram(GateOfLayer gate) {
    double width = 1.0 / GateStatistics.BARS;
    double[] parts = gate.histogram();
    XYSeries bars = new XYSeries(gate.name());
    for (int bar = 0; bar < parts.length; bar++) {
      bars.add((bar + 0.5) * width, parts[bar]);
    }
    XYBarRenderer renderer = new XYBarRenderer(0.1);
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setSeriesPaint(0, style.color(ChartColor.VALIDATION));
    XYPlot plot =
        new XYPlot(
            new XYBarDataset(new XYSeriesCollection(bars), width),
            style.axis(gate.name(), 0, 1, 0.5),
            null,
            renderer);
    style.apply(plot);
    return plot;
  }

  private JFreeChart memory(GateOfLayer gate) {
    double[] sorted = memories(gate);
    XYSeries line = new XYSeries("memory");
    for (int i = 0; i < sorted.length; i++) {
      line.add(i + 1, Math.max(0.1, Math.min(LONGEST_SHOWN, sorted[i])));
    }
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    renderer.setSeriesPaint(0, style.color(ChartColor.VALIDATION));
    renderer.setSeriesShape(0, new Ellipse2D.Double(-1.5, -1.5, 3, 3));
    LogAxis steps = style.logAxis(Math.max(0.1, line.getMinY()), line.getMaxY());
    XYPlot plot =
        new XYPlot(
            new XYSeriesCollection(line),
            style.axis("units, sorted", 0, sorted.length + 1, Math.max(1, sorted.length / 4)),
            steps,
            renderer);
    style.apply(plot);
    return style.chart("memory in time steps, " + layerName(gate), plot);
  }

  private void addTable(Page page, Element section) {
    Element body =
        page.table(section, true, "gate", "mean", "closed", "open", "median memory", "longest");
    for (GateOfLayer gate : gates.gates()) {
      double[] memories = gate.decidesMemory() ? memories(gate) : new double[0];
      page.row(
          body,
          true,
          name(gate),
          List.of(
              Figures.of(mean(gate, gate::mean)),
              percent(mean(gate, gate::left)),
              percent(mean(gate, gate::right)),
              memories.length == 0 ? "–" : steps(median(memories)),
              memories.length == 0 ? "–" : steps(memories[memories.length - 1])));
    }
  }

  private static double mean(GateOfLayer gate, IntToDoubleFunction of) {
    DoubleStream all = IntStream.range(0, gate.units()).mapToDouble(of);
    return Math.rint(1e4 * all.average().orElse(Double.NaN)) / 1e4;
  }

  private static String percent(double part) {
    return Figures.of(Math.rint(1000 * part) / 10) + " %";
  }

  private void addUnits(Page page, Element section) {
    List<String> sentences = new ArrayList<>();
    for (GateOfLayer gate : gates.gates()) {
      add(sentences, gate, gate.closedUnits(), "always closed");
      add(sentences, gate, gate.openUnits(), "always open");
    }
    if (!sentences.isEmpty()) {
      page.add(section, "p", "Gates that decide nothing on these sequences (units from 0):");
      Element list = page.add(section, "ul");
      sentences.forEach(sentence -> page.add(list, "li", sentence));
    }
  }

  private static void add(
      List<String> sentences, GateOfLayer gate, List<Integer> units, String what) {
    if (units.isEmpty()) {
      return;
    }
    String named =
        units.stream()
            .limit(MOST_UNITS_NAMED)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    sentences.add(
        name(gate)
            + ": "
            + units.size()
            + " "
            + what
            + " ("
            + named
            + (units.size() > MOST_UNITS_NAMED ? ", …" : "")
            + ")");
  }
}
