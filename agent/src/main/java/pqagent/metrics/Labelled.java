package pqagent.metrics;

/** A constant that is a value of a label. */
interface Labelled {
  /** The value of the label in the series, snake_case. */
  String label();
}
