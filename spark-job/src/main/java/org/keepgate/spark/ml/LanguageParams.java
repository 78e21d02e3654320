package org.keepgate.spark.ml;

import org.apache.spark.ml.param.Param;

/**
 * The columns that a language model adds to its texts.
 *
 * @param <S> the stage itself
 */
public interface LanguageParams<S> extends InputParams<S> {

  /** The column of bits per symbol. */
  default Param<String> bitsPerSymbolCol() {
    return outputColumn(
        "bitsPerSymbolCol", "column of the mean of −log₂ p over a text's symbols and its end");
  }

  default String getBitsPerSymbolCol() {
    return columnOf("bitsPerSymbolCol");
  }

  default S setBitsPerSymbolCol(String value) {
    return with("bitsPerSymbolCol", value);
  }

  /** The column of the perplexity. */
  default Param<String> perplexityCol() {
    return outputColumn("perplexityCol", "column of the perplexity, 2 to the bits per symbol");
  }

  default String getPerplexityCol() {
    return columnOf("perplexityCol");
  }

  default S setPerplexityCol(String value) {
    return with("perplexityCol", value);
  }

  /** The column of how many symbols there are. */
  default Param<String> symbolCountCol() {
    return outputColumn("symbolCountCol", "column of the number of symbols, the end as one");
  }

  default String getSymbolCountCol() {
    return columnOf("symbolCountCol");
  }

  default S setSymbolCountCol(String value) {
    return with("symbolCountCol", value);
  }

  /** The column of the distribution of the next symbol. */
  default Param<String> probabilityCol() {
    return outputColumn(
        "probabilityCol",
        "column of the probability of each symbol of the vocabulary to follow the text");
  }

  default String getProbabilityCol() {
    return columnOf("probabilityCol");
  }

  default S setProbabilityCol(String value) {
    return with("probabilityCol", value);
  }
}
