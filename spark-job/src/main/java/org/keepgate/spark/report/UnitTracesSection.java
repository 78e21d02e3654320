package org.keepgate.spark.report;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.w3c.dom.Element;

/** The part of a report that shows cells under the signal that they follow. */
final class UnitTracesSection implements Section {
  private static final int MOST_ROWS = 20;
  private static final int PLOT_HEIGHT = 90;

  private final UnitTraces traces;
  private final ChartStyle style = new ChartStyle(ChartColor::drawn);

  UnitTracesSection(UnitTraces traces) {
    this.traces = traces;
  }

  @Override
  public void addTo(Page page, Element main, int number) {
    Element section = page.add(main, "section");
    page.add(section, "h2", traces.title());
    page.add(section, "p", traces.words());
    List<Picture.Entry> legend = new ArrayList<>();
    legend.add(new Picture.Entry("signal: " + traces.signalName(), "ink"));
    legend.add(new Picture.Entry("activity of a unit, −1 to 1", "validation"));
    new Picture(
            (width, height) -> chart(),
            legend,
            traces.signalName()
                + " and the activity of "
                + String.join(", ", traces.unitNames())
                + " by time step; the table below has some of the numbers",
            "How to read it: the plots share their steps; a cell that holds its value while the"
                + " signal moves remembers, one that moves with it copies.",
            PLOT_HEIGHT * Math.max(0, traces.unitNames().size() - 2))
        .addTo(page, section, "traces" + number);
    addTable(page, section);
  }

  private JFreeChart chart() {
    NumberAxis steps = style.axis();
    steps.setLabel("step");
    steps.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
    steps.setRange(1, Math.max(2, traces.signal().size()));
    CombinedDomainXYPlot all = new CombinedDomainXYPlot(steps);
    all.setGap(12);
    NumberAxis measure = style.axis();
    measure.setAutoRangeIncludesZero(false);
    measure.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    all.add(plot(traces.signal(), measure, ChartColor.INK), 2);
    for (int k = 0; k < traces.activities().size(); k++) {
      NumberAxis activity = style.axis("unit " + traces.unitNames().get(k), -1.05, 1.05, 1);
      activity.setLabel(null);
      all.add(plot(traces.activities().get(k), activity, ChartColor.VALIDATION), 1);
    }
    all.setOutlineVisible(false);
    all.setBackgroundPaint(null);
    return style.chart(
        traces.signalName() + "; below it units " + String.join(", ", traces.unitNames()), all);
  }

  private XYPlot plot(List<Float> values, NumberAxis axis, ChartColor color) {
    XYSeries series = new XYSeries("values");
    for (int i = 0; i < values.size(); i++) {
      series.add(i + 1, values.get(i));
    }
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    renderer.setSeriesPaint(0, style.color(color));
    renderer.setSeriesStroke(0, new BasicStroke(1.6f));
    XYPlot plot = new XYPlot(new XYSeriesCollection(series), null, axis, renderer);
    style.apply(plot);
    return plot;
  }

  private void addTable(Page page, Element section) {
    List<String> headers = new ArrayList<>(List.of("step", "signal"));
    traces.unitNames().forEach(name -> headers.add("unit " + name));
    Element body = page.table(section, true, headers.toArray(String[]::new));
    int stride = Math.max(1, (traces.signal().size() + MOST_ROWS - 1) / MOST_ROWS);
    for (int i = 0; i < traces.signal().size(); i += stride) {
      List<String> cells = new ArrayList<>(List.of(Figures.of((double) traces.signal().get(i))));
      for (List<Float> activity : traces.activities()) {
        cells.add(String.format(Locale.ROOT, "%.2f", activity.get(i)));
      }
      page.row(body, true, Figures.of(i + 1), cells);
    }
  }
}
