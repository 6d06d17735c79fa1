internal import Storage
internal import Synchronization

/// Damage of stored files that reading or the scrub has found since the start: each file once, with what to do.
final class FoundDamage: Sendable {
    private let files = Mutex<[String: StorageDamage]>([:])

    /// Remembers an error if it is damage; true when its file was not known before.
    @discardableResult
    func note(_ error: any Error) -> Bool {
        guard let damage = error as? StorageDamage else { return false }
        return files.withLock { $0.updateValue(damage, forKey: damage.file) == nil }
    }

    /// A sentence a file.
    var all: [String] { files.withLock { $0.values.sorted { $0.file < $1.file }.map(\.description) } }
}
