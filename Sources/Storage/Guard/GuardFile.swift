internal import Synchronization

/// What this node has signed: the last thing a node may forget, for signing twice is the fault that a quorum punishes.
///
/// Two slots are written in turn, so the older entry survives while the newer is written; each slot holds its entry
/// twice, so damage to one copy of the newest entry is told from a write that never finished. When neither copy of
/// a slot can be read, what was signed last is in doubt and the file does not open.
public final class GuardFile: Sendable {
    /// How long an entry may be.
    public enum Size: Sendable {
        /// For a node that orders alone and remembers one attestation: 16 KiB.
        case small
        /// For one of several validators, whose votes bring certificates of others: 64 KiB.
        case large

        var capacity: Int {
            switch self {
            case .small: GuardCopy.capacities[0]
            case .large: GuardCopy.capacities[1]
            }
        }

        /// The longest payload.
        public var maxPayloadByteCount: Int { capacity - GuardCopy.overhead }
    }

    private struct State {
        let file: OpenFile
        let capacity: Int
        var sequence: UInt64
        var latch: FailureLatch
    }

    private let state: Mutex<State>

    /// Makes the guard of a node that has signed nothing yet; refuses when the file exists.
    public static func create(at path: String, size: Size = .small) throws -> GuardFile {
        let place = FilePlace(path)
        guard try !place.directory.contains(place.name) else { throw StorageRefusal.exists(path: path) }
        try place.directory.rename(try draft(at: place, size, []), to: place.name)
        try place.directory.sync()
        return try open(at: path).file
    }

    /// Puts a guard that cannot be used aside, and makes one that holds this payload from its first moment on.
    ///
    /// A stop in the middle leaves a guard that is missing, never one that has signed nothing.
    public static func replace(at path: String, size: Size, with payload: [UInt8]) throws -> GuardFile {
        guard (1...size.maxPayloadByteCount).contains(payload.count) else {
            throw StorageRefusal.payloadSize(payload.count, limit: size.maxPayloadByteCount)
        }
        let place = FilePlace(path)
        let draft = try draft(at: place, size, payload)
        if try place.directory.contains(place.name) {
            var aside = place.name + ".damaged"
            var number = 1
            while try place.directory.contains(aside) {
                number += 1
                aside = "\(place.name).damaged-\(number)"
            }
            try place.directory.rename(place.name, to: aside)
            try place.directory.sync()
        }
        try place.directory.rename(draft, to: place.name)
        try place.directory.sync()
        return try open(at: path).file
    }

    /// A whole file under another name; gives the name.
    private static func draft(at place: FilePlace, _ size: Size, _ payload: [UInt8]) throws -> String {
        let draft = place.name + ".new"
        if try place.directory.contains(draft) { try place.directory.remove(draft) }
        let file = try OpenFile(place.directory.path(of: draft), .creating)
        // Every byte is written once, so that later writes need no new space.
        try file.write([UInt8](repeating: 0, count: 4 * size.capacity), at: 0)
        for sequence in [UInt64(1), 2] {
            for copy in 0..<2 {
                let entry = GuardCopy(sequence: sequence, payload: payload)
                try entry.write(to: file, copy: copy, capacity: size.capacity)
            }
        }
        try file.syncData()
        return draft
    }

    /// Opens the guard; the payload is what was written last, nil when nothing ever was.
    public static func open(at path: String) throws -> (file: GuardFile, newest: [UInt8]?) {
        let place = FilePlace(path)
        guard try place.directory.contains(place.name) else { throw missing(path) }
        let file = try OpenFile(path, .writing)
        try file.settle()
        try place.directory.sync()
        let reading = try GuardReading(file)
        let newest = try reading.newest()
        if try reading.heal(file) { try file.syncData() }
        return (GuardFile(file, reading.capacity, newest.sequence), newest.payload.isEmpty ? nil : newest.payload)
    }

    private static func missing(_ path: String) -> StorageDamage {
        StorageDamage(
            file: path, place: .wholeFile, fact: "is missing: nothing else tells what this node has signed last",
            nextStep: "The node signs nothing. Put back the file of the moment when the node stopped, never an older "
                + "copy; if it is gone, these keys must not sign any more (docs/operating.md, Lost for good).")
    }

    private init(_ file: OpenFile, _ capacity: Int, _ sequence: UInt64) {
        state = Mutex(
            State(file: file, capacity: capacity, sequence: sequence, latch: FailureLatch(store: file.path)))
    }

    /// Replaces what is known to be signed; returns when it is on disk. Only then may the signature leave the node.
    public func write(_ payload: [UInt8]) throws {
        try state.withLock { state in
            let limit = state.capacity - GuardCopy.overhead
            guard (1...limit).contains(payload.count) else {
                throw StorageRefusal.payloadSize(payload.count, limit: limit)
            }
            try state.latch.check()
            do {
                let copy = GuardCopy(sequence: state.sequence + 1, payload: payload)
                // One after the other: a cut of the power may tear whatever no sync has covered, but never both.
                for place in 0..<2 {
                    try copy.write(to: state.file, copy: place, capacity: state.capacity)
                    try state.file.syncData()
                }
                state.sequence += 1
            } catch {
                state.latch.trip(error)
                throw error
            }
        }
    }
}
