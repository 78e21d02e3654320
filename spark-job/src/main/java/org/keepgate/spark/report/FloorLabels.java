package org.keepgate.spark.report;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;
import org.keepgate.analysis.Floor;

/**
 * Places the names of the floors: at that end of their lines, above or below, from which the curve
 * stays away, and one above the other where lines are closer than a name is high.
 */
final class FloorLabels {
  private static final double HEIGHT = 16; // of a label, in pixels
  private static final double WIDTH = 6.2; // of a character, roughly
  private static final double GAP = 2; // between line and label

  private final LearningCurve curve;
  private final Range progress;
  private final Range measure;
  private final int plotWidth;
  private final double unit; // one pixel in units of the measure

  /** The ranges of the axes, and the plot's size in pixels, roughly. */
  FloorLabels(LearningCurve curve, Range progress, Range measure, int plotWidth, int plotHeight) {
    this.curve = curve;
    this.progress = progress;
    this.measure = measure;
    this.plotWidth = plotWidth;
    this.unit = measure.getLength() / plotHeight;
  }

  List<XYTextAnnotation> place(List<Floor> floors, Font font, Color color) {
    List<Label> left = new ArrayList<>();
    List<Label> right = new ArrayList<>();
    for (Floor floor : floors) {
      Label label = best(floor);
      (label.atLeft ? left : right).add(label);
    }
    List<XYTextAnnotation> placed = new ArrayList<>();
    addColumn(placed, left, progress.getLowerBound(), TextAnchor.BOTTOM_LEFT, font);
    addColumn(placed, right, progress.getUpperBound(), TextAnchor.BOTTOM_RIGHT, font);
    placed.forEach(annotation -> annotation.setPaint(color));
    return placed;
  }

  /** A floor's name and where it would best stand; bottom in units of the measure. */
  private record Label(String text, boolean atLeft, double bottom) {}

  /** The first of right and left above the line, right and left below it, that is free enough. */
  private Label best(Floor floor) {
    String text = floor.name() + ": " + Figures.of(floor.value());
    double above = floor.value() + GAP * unit;
    double below = floor.value() - (GAP + HEIGHT) * unit;
    List<Label> places =
        List.of(
            new Label(text, false, above),
            new Label(text, true, above),
            new Label(text, false, below),
            new Label(text, true, below));
    return Collections.max(
        places, Comparator.comparingDouble(label -> Math.min(clearance(label), HEIGHT * unit)));
  }

  /** How far the curve stays from the label's middle, in units of the measure. */
  private double clearance(Label label) {
    double reach = Math.min(1, label.text.length() * WIDTH / plotWidth) * progress.getLength();
    double middle = label.bottom + unit * HEIGHT / 2;
    double clearance = Double.POSITIVE_INFINITY;
    for (LearningCurve.Point point : curve.points()) {
      double fromEnd =
          label.atLeft
              ? point.progress() - progress.getLowerBound()
              : progress.getUpperBound() - point.progress();
      for (double value : new double[] {point.train(), point.validation()}) {
        if (fromEnd <= reach && Double.isFinite(value)) {
          clearance = Math.min(clearance, Math.abs(value - middle));
        }
      }
    }
    return clearance;
  }

  private void addColumn(
      List<XYTextAnnotation> placed, List<Label> labels, double x, TextAnchor anchor, Font font) {
    labels.sort(Comparator.comparingDouble(Label::bottom));
    double[] bottoms = bottoms(labels);
    for (int i = 0; i < bottoms.length; i++) {
      XYTextAnnotation annotation = new XYTextAnnotation(labels.get(i).text, x, bottoms[i]);
      annotation.setTextAnchor(anchor);
      annotation.setFont(font);
      placed.add(annotation);
    }
  }

  /** Where the labels stand: each above the one below it, none beyond the plot. */
  private double[] bottoms(List<Label> labels) {
    double step = HEIGHT * unit;
    double[] bottoms = new double[labels.size()];
    for (int i = 0; i < bottoms.length; i++) {
      double free = i == 0 ? measure.getLowerBound() : bottoms[i - 1] + step;
      bottoms[i] = Math.max(labels.get(i).bottom, free);
    }
    double top = measure.getUpperBound();
    for (int i = bottoms.length - 1; i >= 0; i--) {
      top -= step;
      bottoms[i] = Math.min(bottoms[i], top);
      top = bottoms[i];
    }
    return bottoms;
  }
}
