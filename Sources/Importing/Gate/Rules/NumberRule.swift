/// `number`, `sum-differs`: decimal numbers, exact.
extension RowGate {
    func checkNumber(_ row: TableRow, _ slot: Int, _ faults: inout FaultList) {
        if Amount(row.field(slot)) == nil { faults.add(slot, .number, RuleWords.notANumber, row) }
    }

    func checkSums(_ row: TableRow, _ faults: inout FaultList) {
        for sum in form.sums where isGood(row, sum.total, faults) {
            guard let total = Amount(row.field(sum.total)), let plus = amount(row, sum.plus),
                let minus = amount(row, sum.minus), total.value != plus - minus
            else { continue }
            faults.add(sum.total, .sumDiffers, RuleWords.sumDiffers, row)
        }
    }

    /// The sum of some slots, an empty one being nothing; nil when one of them is no number.
    private func amount(_ row: TableRow, _ slots: [Int]) -> Int128? {
        var sum: Int128 = 0
        for slot in slots where !row.isEmpty(slot) {
            guard let amount = Amount(row.field(slot)) else { return nil }
            sum += amount.value
        }
        return sum
    }
}

/// A decimal number of at most 18 digits before the point and 6 behind it.
struct Amount: Equatable {
    /// In millionths.
    let value: Int128

    private static let decimals = 6

    /// Nil for anything else: signs other than a minus, zeros in front, separators, exponents.
    init?(_ text: ArraySlice<UInt8>) {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative ? text.dropFirst() : text
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2, (1...18).contains(whole.count),
            whole.count == 1 || whole.first != UInt8(ascii: "0")
        else { return nil }
        let fraction = parts.count == 2 ? parts[1] : []
        guard parts.count == 1 || (1...Amount.decimals).contains(fraction.count) else { return nil }
        var value: Int128 = 0
        for byte in whole + fraction {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int128(byte & 15)
        }
        for _ in fraction.count..<Amount.decimals { value *= 10 }
        self.value = isNegative ? -value : value
    }
}
