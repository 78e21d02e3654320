package org.keepgate.spark.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.title.LegendTitle;

/** A learning curve as an image, for notebooks and files. */
public final class CurvePicture {
  private CurvePicture() {}

  /**
   * Draws the curve on white; training thin, validation thick, named where there are both.
   *
   * @param width of the image, in pixels
   * @param height of the image, in pixels
   */
  public static BufferedImage of(LearningCurve curve, int width, int height) {
    JFreeChart chart =
        new LearningCurveChart(curve, List.of(), ChartColor::onWhite).chart(width, height);
    chart.setBackgroundPaint(Color.WHITE);
    if (curve.hasTraining() && curve.hasValidation()) {
      LegendTitle legend = new LegendTitle(chart.getPlot());
      legend.setItemPaint(ChartColor.INK.onWhite());
      chart.addLegend(legend);
    }
    return chart.createBufferedImage(width, height);
  }
}
