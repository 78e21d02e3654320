package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is known of a day before it comes, as numbers: each thing a column of 0 and 1. */
final class Calendar implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String WEEKDAY = "weekday";
  private static final String MONTH = "month";
  private static final String US_HOLIDAYS = "holidays-us";

  private static final int WEEKDAYS = 7;
  private static final int MONTHS = 12;

  /** One column each: the holiday itself, on the day that the calendar has it. */
  private static final List<String> HOLIDAYS =
      List.of(
          "new-year",
          "martin-luther-king",
          "presidents",
          "memorial",
          "independence",
          "labor",
          "columbus",
          "veterans",
          "thanksgiving",
          "day-after-thanksgiving",
          "christmas-eve",
          "christmas",
          "new-years-eve");

  private final boolean weekday;
  private final boolean month;
  private final boolean holidays;

  /** A calendar of some of {@link #keys()}. */
  Calendar(List<String> parts) {
    this.weekday = parts.contains(WEEKDAY);
    this.month = parts.contains(MONTH);
    this.holidays = parts.contains(US_HOLIDAYS);
  }

  /** The names that users write. */
  static List<String> keys() {
    return List.of(WEEKDAY, MONTH, US_HOLIDAYS);
  }

  /** Names of the columns, in order. */
  List<String> columns() {
    List<String> names = new ArrayList<>();
    if (weekday) {
      for (DayOfWeek day : DayOfWeek.values()) {
        names.add("weekday." + day.name().toLowerCase(Locale.ROOT));
      }
    }
    if (month) {
      for (Month each : Month.values()) {
        names.add("month." + each.name().toLowerCase(Locale.ROOT));
      }
    }
    if (holidays) {
      HOLIDAYS.forEach(name -> names.add("holiday." + name));
    }
    return names;
  }

  /** Number of columns. */
  int size() {
    return (weekday ? WEEKDAYS : 0) + (month ? MONTHS : 0) + (holidays ? HOLIDAYS.size() : 0);
  }

  /** Writes the columns of a day, which are zeros before. */
  void write(LocalDate day, float[] into, int offset) {
    int at = offset;
    if (weekday) {
      into[at + day.getDayOfWeek().getValue() - 1] = 1;
      at += WEEKDAYS;
    }
    if (month) {
      into[at + day.getMonthValue() - 1] = 1;
      at += MONTHS;
    }
    if (holidays) {
      int holiday = HOLIDAYS.indexOf(holiday(day));
      if (holiday >= 0) {
        into[at + holiday] = 1;
      }
    }
  }

  /** The holiday of a day, or an empty text. */
  static String holiday(LocalDate day) {
    int date = day.getDayOfMonth();
    return switch (day.getMonth()) {
      case JANUARY -> date == 1 ? "new-year" : is(day, DayOfWeek.MONDAY, 3, "martin-luther-king");
      case FEBRUARY -> is(day, DayOfWeek.MONDAY, 3, "presidents");
      case MAY -> is(day, DayOfWeek.MONDAY, -1, "memorial");
      case JULY -> date == 4 ? "independence" : "";
      case SEPTEMBER -> is(day, DayOfWeek.MONDAY, 1, "labor");
      case OCTOBER -> is(day, DayOfWeek.MONDAY, 2, "columbus");
      case NOVEMBER -> date == 11 ? "veterans" : thanksgiving(day);
      case DECEMBER ->
          switch (date) {
            case 24 -> "christmas-eve";
            case 25 -> "christmas";
            case 31 -> "new-years-eve";
            default -> "";
          };
      default -> "";
    };
  }

  private static String thanksgiving(LocalDate day) {
    return is(day, DayOfWeek.THURSDAY, 4, "thanksgiving")
        + is(day.minusDays(1), DayOfWeek.THURSDAY, 4, "day-after-thanksgiving");
  }

  /** The name if {@code day} is that weekday of its month (−1: the last one), else nothing. */
  private static String is(LocalDate day, DayOfWeek weekday, int ordinal, String name) {
    return day.equals(day.with(TemporalAdjusters.dayOfWeekInMonth(ordinal, weekday))) ? name : "";
  }
}
