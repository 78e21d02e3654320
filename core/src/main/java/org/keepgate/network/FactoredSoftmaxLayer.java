package org.keepgate.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.head.MetricSink;
import org.keepgate.head.Nobody;
import org.keepgate.head.SymbolClasses;
import org.keepgate.math.Activations;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.math.RowProduct;
import org.keepgate.math.Softmax;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;

/**
 * A softmax over many symbols in two levels: first the class of a symbol, then the symbol in its
 * class (Goodman, 2001; Mikolov et al., 2011). With C classes a row costs C plus the size of its
 * target's class instead of V.
 *
 * <pre>
 *   p(w) = p(c) p(w | c)                     c  the class of w
 *   p(c)     = softmax(h Aᵀ + a)_c           A, a    class weights C × H, class bias
 *   p(w | c) = softmax(h W_cᵀ + b_c)_w       W_c     the rows of W, V × H, of class c
 *   loss = −ln p(c) − ln p(w | c)
 * </pre>
 *
 * <p>The rows with a target are gathered class after class, so that each class has one product. In
 * training the most probable symbol is not looked for; otherwise every symbol gets its probability,
 * a few rows at a time.
 */
final class FactoredSoftmaxLayer implements OutputLayer {
  /** Rows whose full distributions are computed at once. */
  private static final int ROWS_AT_ONCE = 16;

  /** What one class multiplies. */
  private record ClassProducts(
      RowProduct product, @Nullable RowProduct inputGradient, OuterProduct weightGradient) {}

  private final SymbolClasses classes;
  private final int[] classOf; // of each symbol
  private final float clip;
  private final TargetRows rows;
  private final GatheredRows inputs;
  private final SymbolGroups groups;
  private final WeightMatrix classWeights;
  private final WeightMatrix weights;
  private final ParameterView classBias;
  private final ParameterView bias;
  private final Matrix classOutputs; // M × C: p(c), then ∂L/∂pre-activations
  private final Matrix outputs; // M × the largest class: p(w | c), then the same
  private final Matrix allOutputs; // ROWS_AT_ONCE × V
  private final RowProduct classProduct;
  private final @Nullable RowProduct classInputGradient;
  private final OuterProduct classWeightGradient;
  private final List<ClassProducts> products = new ArrayList<>();
  private final RowProduct allProduct;
  private final Softmax softmax;
  private final float[] classRow; // C
  private final float[] row; // the largest class
  private final float[] distribution; // V
  private final ColumnSums classBiasGradient;
  private final ColumnSums biasGradient;
  private final int[] candidates; // packed rows with a target
  private final int[] candidateClasses;
  private float[] parameters = {};

  /**
   * Makes the workspace.
   *
   * @param views of the head, class weights among them
   * @param clipGradient bound of ∂L/∂pre-activations; 0 = none
   */
  FactoredSoftmaxLayer(
      GemmSession session,
      SymbolClasses classes,
      double clipGradient,
      NetworkParameters.FactoredHead views,
      TargetRows rows,
      GatheredRows inputs) {
    this.classes = classes;
    this.rows = rows;
    this.inputs = inputs;
    classOf = classes.ofSymbols();
    clip = clipGradient == 0 ? Float.POSITIVE_INFINITY : (float) clipGradient;
    groups = new SymbolGroups(classes.count());
    int capacity = rows.capacity();
    candidates = new int[capacity];
    candidateClasses = new int[capacity];
    classBias = views.classBias();
    bias = views.bias();
    classWeights = new WeightMatrix(session, views.classWeights());
    weights = new WeightMatrix(session, views.weights());
    classOutputs = Workspace.matrix(session, capacity, classes.count());
    outputs = Workspace.matrix(session, capacity, classes.largest());
    allOutputs = Workspace.matrix(session, ROWS_AT_ONCE, classOf.length);
    Matrix hidden = inputs.values();
    Matrix error = inputs.error();
    Matrix a = classWeights.weights();
    classProduct = session.rowProduct(hidden, a, true, false, classOutputs, capacity);
    classInputGradient =
        error == null ? null : session.rowProduct(classOutputs, a, false, true, error, capacity);
    classWeightGradient =
        session.outerProduct(classOutputs, hidden, false, classWeights.gradient(), capacity);
    allProduct = session.rowProduct(hidden, weights.weights(), true, false, allOutputs, 0);
    for (int c = 0; c < classes.count(); c++) {
      products.add(products(session, c));
    }
    softmax = new Softmax(Math.max(classes.count(), classes.largest()));
    classRow = new float[classes.count()];
    row = new float[classes.largest()];
    distribution = new float[classOf.length];
    classBiasGradient = new ColumnSums(classes.count());
    biasGradient = new ColumnSums(classOf.length);
  }

  private ClassProducts products(GemmSession session, int c) {
    Matrix own = ofClass(weights.weights(), c);
    Matrix delta = outputs.columns(0, classes.size(c));
    Matrix hidden = inputs.values();
    Matrix error = inputs.error();
    return new ClassProducts(
        session.rowProduct(hidden, own, true, false, delta, 0),
        error == null ? null : session.rowProduct(delta, own, false, false, error, 0),
        session.outerProduct(delta, hidden, false, ofClass(weights.gradient(), c)));
  }

  /** The rows of a matrix of V rows that belong to the symbols of a class. */
  private Matrix ofClass(Matrix all, int c) {
    int first = all.offset() + classes.first(c) * all.stride();
    return new Matrix(all.buffer(), first, classes.size(c), all.columns(), all.stride());
  }

  @Override
  public void setParameters(float[] newParameters) {
    parameters = newParameters;
    classWeights.load(parameters);
    weights.load(parameters);
  }

  @Override
  public void forward(Minibatch batch, boolean training, MetricSink sums) {
    gather(batch);
    inputs.gather(batch);
    classProduct.run(0, 0, rows.count());
    for (int m = 0; m < rows.count(); m++) {
      read(classOutputs, m, classRow, classRow.length);
      activate(classRow, classBias.offset(), classRow.length);
      write(classOutputs, m, classRow, classRow.length);
    }
    for (int c = 0; c < classes.count(); c++) {
      int begin = groups.begin(c);
      int size = classes.size(c);
      products.get(c).product().run(begin, begin, groups.end(c) - begin);
      for (int m = begin; m < groups.end(c); m++) {
        read(outputs, m, row, size);
        activate(row, bias.offset() + classes.first(c), size);
        write(outputs, m, row, size);
      }
    }
    boolean scores = training || sums != Nobody.LISTENS;
    for (int m = 0; scores && m < rows.count(); m++) {
      if (!training && m % ROWS_AT_ONCE == 0) {
        allProduct.run(m, 0, Math.min(ROWS_AT_ONCE, rows.count() - m));
      }
      score(batch.targetClasses()[rows.packedRow(m)], m, training, sums);
    }
  }

  private void score(int target, int m, boolean training, MetricSink sums) {
    int c = classOf[target];
    read(classOutputs, m, classRow, classRow.length);
    read(outputs, m, row, classes.size(c));
    double probability = (double) classRow[c] * row[target - classes.first(c)];
    double loss = -Activations.log(Math.max(probability, Float.MIN_NORMAL));
    sums.addClass(target, training ? MetricSink.NOT_PREDICTED : mostProbable(m), loss);
  }

  private int mostProbable(int m) {
    distribute(m, m % ROWS_AT_ONCE, distribution);
    int best = 0;
    for (int w = 1; w < distribution.length; w++) {
      best = distribution[w] > distribution[best] ? w : best;
    }
    return best;
  }

  /** The probabilities of all symbols for gathered row m, whose products are in a row of all. */
  private void distribute(int m, int allRow, float[] into) {
    read(classOutputs, m, classRow, classRow.length);
    read(allOutputs, allRow, into, classOf.length);
    for (int c = 0; c < classes.count(); c++) {
      int first = classes.first(c);
      int size = classes.size(c);
      System.arraycopy(into, first, row, 0, size);
      activate(row, bias.offset() + first, size);
      for (int k = 0; k < size; k++) {
        into[first + k] = classRow[c] * row[k];
      }
    }
  }

  @Override
  public void backward(Minibatch batch, float[] gradient) {
    classBiasGradient.reset();
    biasGradient.reset();
    for (int c = 0; c < classes.count(); c++) {
      int begin = groups.begin(c);
      int end = groups.end(c);
      for (int m = begin; m < end; m++) {
        int target = batch.targetClasses()[rows.packedRow(m)];
        differentiate(classOutputs, m, c, classRow, classRow.length);
        classBiasGradient.add(classRow);
        int size = classes.size(c);
        differentiate(outputs, m, target - classes.first(c), row, size);
        biasGradient.add(row, classes.first(c), size);
      }
      RowProduct inputGradient = products.get(c).inputGradient();
      if (inputGradient != null) {
        inputGradient.run(begin, begin, end - begin);
      }
      products.get(c).weightGradient().run(begin, begin, end - begin);
    }
    classWeightGradient.run(0, 0, rows.count());
    if (classInputGradient != null) {
      classInputGradient.run(0, 0, rows.count());
      inputs.scatter(batch);
    }
    classWeights.storeGradient(gradient);
    weights.storeGradient(gradient);
    classBiasGradient.store(gradient, classBias);
    biasGradient.store(gradient, bias);
  }

  @Override
  public void outputs(int packedRow, float[] into) {
    int m = rows.place(packedRow);
    allProduct.run(m, 0, 1);
    distribute(m, 0, into);
  }

  @Override
  public int outputWidth() {
    return classOf.length;
  }

  @Override
  public double weight() {
    return rows.count();
  }

  private void gather(Minibatch batch) {
    int count = 0;
    for (int n = 0; n < batch.totalRows(); n++) {
      int target = batch.targetClasses()[n];
      if (target >= 0) {
        candidates[count] = n;
        candidateClasses[count++] = classOf[target];
      }
    }
    groups.group(candidateClasses, count);
    rows.begin(batch.totalRows());
    for (int m = 0; m < count; m++) {
      rows.add(candidates[groups.row(m)]);
    }
  }

  /** Adds a part of the parameters and takes the softmax, in place. */
  private void activate(float[] products, int firstBias, int count) {
    for (int k = 0; k < count; k++) {
      products[k] += parameters[firstBias + k];
    }
    softmax.apply(products, count);
  }

  /** Turns probabilities of gathered row m into ∂L/∂pre-activations. */
  private void differentiate(Matrix matrix, int m, int target, float[] scratch, int count) {
    read(matrix, m, scratch, count);
    scratch[target] -= 1;
    for (int k = 0; k < count; k++) {
      scratch[k] = Math.max(-clip, Math.min(clip, scratch[k]));
    }
    write(matrix, m, scratch, count);
  }

  private static void read(Matrix matrix, int m, float[] into, int count) {
    matrix.buffer().get(m * matrix.stride(), into, 0, count);
  }

  private static void write(Matrix matrix, int m, float[] from, int count) {
    matrix.buffer().put(m * matrix.stride(), from, 0, count);
  }
}
