/// One row of a table: the bytes of its fields, one behind the other.
package struct TableRow: Sendable {
    /// As a spreadsheet counts: the header is row 1; for sources without header the first record is row 1.
    package var number = 0
    /// The first line of the row in the file, from 1; 0 where the source has no lines.
    package var line = 0
    package private(set) var bytes: [UInt8] = []
    /// Where each field ends in `bytes`.
    package private(set) var ends: [Int] = []

    /// A row without fields.
    package init() {}

    /// How many fields there are.
    package var count: Int { ends.count }

    /// The place of a field in `bytes`.
    package func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// A field's bytes.
    package func field(_ index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }

    /// True when a field has no bytes.
    package func isEmpty(_ index: Int) -> Bool { range(index).isEmpty }

    /// A field as text; what is not UTF-8 is replaced.
    package func text(_ index: Int) -> String { String(decoding: field(index), as: UTF8.self) }

    /// True when every field is empty.
    package var isBlank: Bool { bytes.isEmpty }

    /// Takes everything out, and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Adds a byte to the field that is open.
    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    /// Adds bytes to the field that is open.
    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// Lets `write` add bytes to the field that is open.
    mutating func append(by write: (inout [UInt8]) -> Bool) -> Bool { write(&bytes) }

    /// Closes the field that is open.
    mutating func endField() { ends.append(bytes.count) }

    /// Adds a whole field.
    mutating func appendField(_ field: some Sequence<UInt8>) {
        append(field)
        endField()
    }
}
