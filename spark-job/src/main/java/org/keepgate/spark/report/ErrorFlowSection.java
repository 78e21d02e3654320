package org.keepgate.spark.report;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.keepgate.analysis.GradientFlow;
import org.w3c.dom.Element;

/** The part of a report that shows how far errors reach back in time, a picture a layer. */
final class ErrorFlowSection implements Section {
  private static final double LEAST_SHOWN = 1e-12; // of the error at lag 1
  private static final int[] LAGS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};

  private final GradientFlow flow;
  private final double[] bounds;
  private final ChartStyle style = new ChartStyle(ChartColor::drawn);

  ErrorFlowSection(GradientFlow flow, double[] bounds) {
    this.flow = flow;
    this.bounds = bounds;
  }

  @Override
  public void addTo(Page page, Element main, int number) {
    Element section = page.add(main, "section");
    page.add(section, "h2", "Error flow: how far back this network learns");
    for (GradientFlow.Layer layer : flow.layers()) {
      page.add(section, "p", verdict(layer));
      new Picture(
              (width, height) -> chart(layer),
              legend(layer),
              "error by time lag, layer "
                  + (layer.level() + 1)
                  + "; the table below has the numbers",
              howToRead(layer))
          .addTo(page, section, "flow" + number + "layer" + layer.level());
    }
    addTable(page, section);
    page.add(
            section,
            "p",
            "Means over "
                + Figures.of(flow.targets())
                + " targets with at least "
                + flow.maxLag()
                + " steps before them. The error is the derivative of one target's loss with"
                + " respect to the state that a step hands on to the next.")
        .setAttribute("class", "note");
  }

  private String verdict(GradientFlow.Layer layer) {
    String where = flow.layers().size() > 1 ? "Layer " + (layer.level() + 1) + ": t" : "T";
    return where
        + switch (layer.verdict()) {
          case VANISHES ->
              "he error vanishes; at lag "
                  + layer.lostAtLag()
                  + " less than 1 % of it is left: what lies farther back is hardly learned.";
          case EXPLODES ->
              "he error explodes to more than 100 times: clip gradients, or lower the recurrent"
                  + " weights.";
          case STAYS ->
              "he error stays; at lag "
                  + flow.maxLag()
                  + " "
                  + Figures.of(100 * layer.relative(flow.maxLag()))
                  + " % of it arrive.";
        };
  }

  private double bound(GradientFlow.Layer layer) {
    return layer.level() < bounds.length ? bounds[layer.level()] : Double.NaN;
  }

  private List<Picture.Entry> legend(GradientFlow.Layer layer) {
    List<Picture.Entry> legend = new ArrayList<>();
    legend.add(new Picture.Entry("through the outputs h", "train"));
    if (layer.memory().length > 0) {
      legend.add(new Picture.Entry("through the cell states c", "validation"));
    }
    if (Double.isFinite(bound(layer))) {
      legend.add(new Picture.Entry("bound: (largest slope × largest singular value)^lag", "floor"));
    }
    return legend;
  }

  private String howToRead(GradientFlow.Layer layer) {
    return "How to read it: how much of the error of one step reaches the steps before it; the"
        + " scale is logarithmic, so that a straight fall means that each step back takes the same"
        + " part of it"
        + (layer.memory().length > 0
            ? "; a line that stays up is the memory at work."
            : "; without a memory cell it can only fall or grow.");
  }

  private JFreeChart chart(GradientFlow.Layer layer) {
    double[] output = layer.output();
    double[] memory = layer.memory();
    double largest = Math.max(first(output), first(memory));
    XYSeriesCollection lines = new XYSeriesCollection();
    lines.addSeries(line("h", output, largest));
    lines.addSeries(line("c", memory, largest));
    XYSeries limit = new XYSeries("bound");
    double factor = bound(layer);
    for (int lag = 1; Double.isFinite(factor) && lag <= flow.maxLag(); lag++) {
      double value = output[0] * Math.pow(factor, lag - 1);
      if (value > largest * LEAST_SHOWN && value < largest / LEAST_SHOWN) {
        limit.add(lag, value);
      }
    }
    lines.addSeries(limit);
    NumberAxis lags = style.axis();
    lags.setLabel("lag, time steps back");
    lags.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    lags.setRange(1, Math.max(2, flow.maxLag()));
    LogAxis errors = style.logAxis(least(lines), greatest(lines));
    XYPlot plot = new XYPlot(lines, lags, errors, renderer());
    style.apply(plot);
    return style.chart("error, layer " + (layer.level() + 1), plot);
  }

  private static double least(XYSeriesCollection lines) {
    double least = Double.POSITIVE_INFINITY;
    for (Object series : lines.getSeries()) {
      double lowest = ((XYSeries) series).getMinY();
      least = Double.isNaN(lowest) ? least : Math.min(least, lowest);
    }
    return Double.isFinite(least) ? least : 0.1;
  }

  private static double greatest(XYSeriesCollection lines) {
    double greatest = 0;
    for (Object series : lines.getSeries()) {
      double highest = ((XYSeries) series).getMaxY();
      greatest = Double.isNaN(highest) ? greatest : Math.max(greatest, highest);
    }
    return greatest > 0 ? greatest : 1;
  }

  private static double first(double[] errors) {
    return errors.length == 0 ? 0 : errors[0];
  }

  /** What is too small to matter would only stretch the axis. */
  private static XYSeries line(String name, double[] errors, double largest) {
    XYSeries line = new XYSeries(name);
    for (int i = 0; i < errors.length; i++) {
      if (errors[i] > largest * LEAST_SHOWN) {
        line.add(i + 1, errors[i]);
      }
    }
    return line;
  }

  private XYLineAndShapeRenderer renderer() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    renderer.setSeriesPaint(0, style.color(ChartColor.TRAIN));
    renderer.setSeriesPaint(1, style.color(ChartColor.VALIDATION));
    renderer.setSeriesPaint(2, style.color(ChartColor.FLOOR));
    renderer.setSeriesStroke(0, new BasicStroke(1.6f));
    renderer.setSeriesStroke(1, new BasicStroke(2.4f));
    renderer.setSeriesStroke(
        2,
        new BasicStroke(
            1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0));
    return renderer;
  }

  private void addTable(Page page, Element section) {
    boolean hasMemory = flow.layers().get(0).memory().length > 0;
    String[] headers =
        hasMemory
            ? new String[] {"layer, lag", "through h", "through c", "% of lag 1"}
            : new String[] {"layer, lag", "through h", "% of lag 1"};
    Element body = page.table(section, true, headers);
    for (GradientFlow.Layer layer : flow.layers()) {
      for (int lag : LAGS) {
        if (lag <= flow.maxLag()) {
          List<String> cells = new ArrayList<>();
          cells.add(Figures.of(layer.output()[lag - 1]));
          if (hasMemory) {
            cells.add(Figures.of(layer.memory()[lag - 1]));
          }
          cells.add(Figures.of(100 * layer.relative(lag)));
          page.row(body, true, (layer.level() + 1) + ", " + lag, cells);
        }
      }
    }
  }
}
