package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What orders the rows of a group: an exact number, or an ISO date as seconds since 1970. */
final class OrderKey implements Serializable, Comparable<OrderKey> {
  private static final long serialVersionUID = 1L;

  private static final List<Function<String, LocalDateTime>> DATES =
      List.of(
          text -> LocalDate.parse(text).atStartOfDay(),
          text -> YearMonth.parse(text).atDay(1).atStartOfDay(),
          text -> LocalDateTime.parse(text.replace(' ', 'T')),
          text ->
              OffsetDateTime.parse(text.replace(' ', 'T'))
                  .atZoneSameInstant(ZoneOffset.UTC)
                  .toLocalDateTime());

  private final String text;
  private final BigDecimal number;
  private final boolean date;

  private OrderKey(String text, BigDecimal number, boolean date) {
    this.text = text;
    this.number = number;
    this.date = date;
  }

  /** The key that {@code text} writes, or null when it is neither a number nor an ISO date. */
  static @Nullable OrderKey read(String text) {
    if (NumberText.isNumber(text)) {
      return new OrderKey(text, new BigDecimal(text.strip()), false);
    }
    for (Function<String, LocalDateTime> form : DATES) {
      LocalDateTime time = parsed(text.strip(), form);
      if (time != null) {
        return ofDate(text, time);
      }
    }
    return null;
  }

  private static @Nullable LocalDateTime parsed(String text, Function<String, LocalDateTime> form) {
    try {
      return form.apply(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The key of the row at a position of a file. */
  static OrderKey ofPosition(long position) {
    return new OrderKey(Long.toString(position), BigDecimal.valueOf(position), false);
  }

  /** The key of a row, known or after the last one at the distance of the last two. */
  static OrderKey at(OrderKey[] known, int row) {
    int last = known.length - 1;
    if (row <= last) {
      return known[row];
    }
    OrderKey end = known[last];
    int beyond = row - last;
    LocalDateTime time = end.time();
    LocalDateTime before = known[Math.max(0, last - 1)].time();
    if (time == null || before == null) {
      BigDecimal step = last == 0 ? BigDecimal.ONE : end.number.subtract(known[last - 1].number);
      BigDecimal number = end.number.add(step.multiply(BigDecimal.valueOf(beyond)));
      return new OrderKey(number.toPlainString(), number, false);
    }
    LocalDateTime next = last == 0 ? time.plusDays(beyond) : after(before, time, beyond);
    return ofDate(written(next, end.text), next);
  }

  /** Months after months, whatever their days; everything else by the clock. */
  private static LocalDateTime after(LocalDateTime before, LocalDateTime time, int beyond) {
    long months = ChronoUnit.MONTHS.between(before, time);
    return months > 0 && before.plusMonths(months).equals(time)
        ? time.plusMonths(months * beyond)
        : time.plus(Duration.between(before, time).multipliedBy(beyond));
  }

  private static String written(LocalDateTime time, String like) {
    return switch (like.strip().length()) {
      case 7 -> YearMonth.from(time).toString();
      case 10 -> time.toLocalDate().toString();
      default -> time.toString();
    };
  }

  private static OrderKey ofDate(String text, LocalDateTime time) {
    Instant instant = time.toInstant(ZoneOffset.UTC);
    BigDecimal seconds =
        BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
    return new OrderKey(text, seconds, true);
  }

  /** As the file writes it. */
  String text() {
    return text;
  }

  /** The date, or null when it is a number. */
  @Nullable LocalDateTime time() {
    return date ? LocalDateTime.ofEpochSecond(number.longValue(), 0, ZoneOffset.UTC) : null;
  }

  @Override
  public int compareTo(OrderKey other) {
    return number.compareTo(other.number);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OrderKey key && compareTo(key) == 0;
  }

  @Override
  public int hashCode() {
    return number.stripTrailingZeros().hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
