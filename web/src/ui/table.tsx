import "./table.css";

import type { Key, ReactNode } from "react";

export type Column<T> = {
  head: string;
  cell: (row: T) => ReactNode;
};

type Props<T> = {
  /** What the table lists, for who cannot see it. */
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => Key;
  /** What stands there when there are no rows. */
  empty: ReactNode;
};

/** Rows of records. On a phone each row becomes a card, and each cell says its column. */
export function Table<T>({ caption, columns, rows, rowKey, empty }: Props<T>) {
  if (rows.length === 0) return <p className="quiet">{empty}</p>;
  return (
    <table className="table">
      <caption className="spoken">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.head} scope="col">
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <td key={column.head} data-head={column.head}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
