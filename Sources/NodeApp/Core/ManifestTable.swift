internal import Ledger
internal import Replication
internal import Rulebook

/// Manifests of documents in the order of the log, sixteen bytes each, for an audit that has no index to ask.
struct ManifestTable {
    private var starts: [UInt64] = []
    private var counts: [UInt32] = []
    private var issuers = NameTable<MemberID>()
    private var types = NameTable<TypeCode>()

    /// Takes the next one; a manifest of uses is passed over.
    mutating func append(_ manifest: ManifestEntry) {
        guard let type = manifest.type else { return }
        starts.append(manifest.index.value)
        counts.append(UInt32(manifest.count))
        issuers.append(manifest.issuer)
        types.append(type)
    }

    /// Issuer and type of the manifest whose records cover a position.
    func covering(_ position: LeafIndex) -> (issuer: MemberID, type: TypeCode)? {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] < position.value { low = middle + 1 } else { high = middle }
        }
        guard low > 0, position.value <= starts[low - 1] + UInt64(counts[low - 1]) else { return nil }
        return (issuers[low - 1], types[low - 1])
    }
}

/// A column of few distinct names.
private struct NameTable<Name: RegisteredName> {
    private var names: [Name] = []
    private var numbers: [Name: UInt16] = [:]
    private var column: [UInt16] = []

    mutating func append(_ name: Name) {
        if let number = numbers[name] { return column.append(number) }
        let number = UInt16(names.count)
        names.append(name)
        numbers[name] = number
        column.append(number)
    }

    subscript(row: Int) -> Name { names[Int(column[row])] }
}
