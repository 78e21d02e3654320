package org.keepgate.spark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Figures of a report")
class FiguresTest {

  @Test
  @DisplayName("have five significant digits and no noise")
  void haveFiveDigits() {
    assertEquals("1.6498", Figures.of(1.649834));
    assertEquals("0.00031416", Figures.of(0.000314159));
    assertEquals("1.2346e-09", Figures.of(1.23456e-9));
    assertEquals("61,235", Figures.of(61234.567));
    assertEquals("-12,346", Figures.of(-12345.9));
    assertEquals("0.5", Figures.of(0.5));
    assertEquals("3", Figures.of(3.0));
    assertEquals("1234", Figures.of(1234L));
    assertEquals("1,234,567", Figures.of(1234567L));
    assertEquals("–", Figures.of(Double.NaN));
    assertEquals("∞", Figures.of(Double.POSITIVE_INFINITY));
  }

  @Test
  @DisplayName("are told from options, which are copied as they are")
  void areToldFromOptions() {
    assertEquals("20,260,101", Figures.of((Object) 20260101L));
    assertEquals("20260101", Figures.copied(20260101L));
    assertEquals("1.2346", Figures.of((Object) 1.23456f));
    assertEquals("1.23456", Figures.copied(1.23456f));
    assertEquals("–", Figures.copied(""));
    assertEquals("–", Figures.copied(null));
  }

  @Test
  @DisplayName("of a column share their decimals, those of the largest")
  void shareTheirDecimals() {
    Figures.Column bits = Figures.column(new double[] {3.3, 0.09, Double.NaN});
    assertEquals("3.3000", bits.of(3.3));
    assertEquals("0.0900", bits.of(0.09));
    assertEquals("–", bits.of(Double.NaN));
    assertEquals("2,420.1", Figures.column(new double[] {2420.06, 698}).of(2420.06));
    assertEquals("250,000", Figures.column(new double[] {250_000}).of(250_000));
    assertEquals("0.00031416", Figures.column(new double[] {0.000314159}).of(0.000314159));
  }
}
