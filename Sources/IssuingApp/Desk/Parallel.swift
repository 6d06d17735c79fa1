internal import Foundation

/// Work of the processor, on all its cores.
enum Parallel {
    /// The same order as the items; the first error ends the rest.
    static func map<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ transform: @escaping @Sendable (Item) throws -> Value
    ) async throws -> [Value] {
        let count = min(items.count, max(1, ProcessInfo.processInfo.activeProcessorCount))
        guard count > 1 else { return try items.map(transform) }
        let size = (items.count + count - 1) / count
        return try await withThrowingTaskGroup(of: (Int, [Value]).self) { group in
            for start in stride(from: 0, to: items.count, by: size) {
                let part = items[start..<min(start + size, items.count)]
                group.addTask { (start, try part.map(transform)) }
            }
            var parts: [(Int, [Value])] = []
            for try await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }
}
