public import Rulebook

/// A holder's file (一人一档, 一企一档): what is there by dimension, what is missing, and who would issue it.
public struct FileView: Sendable {
    public let dimensions: [Dimension]
    /// Documents of which the plan says nothing.
    public let others: [DocumentView]
    /// How many items of the plan are there, and how many it has; nil without a plan.
    public let completeness: (held: Int, planned: Int)?

    /// One part of a file.
    public struct Dimension: Sendable {
        public let name: Bilingual
        public let documents: [DocumentView]
        public let missing: [FilePlan.Item]
        /// How many items the part should have.
        public let planned: Int
    }

    /// Groups documents as a plan says. An item is held when a document of its type is there that was not ended.
    public init(_ documents: [DocumentView], plan: FilePlan?) {
        guard let plan else {
            dimensions = []
            others = documents
            completeness = nil
            return
        }
        let held = Set(documents.filter { !$0.isOver }.map(\.held.type))
        dimensions = plan.dimensions.map { dimension in
            let types = Set(dimension.items.compactMap(\.type))
            return Dimension(
                name: dimension.name, documents: documents.filter { types.contains($0.held.type) },
                missing: dimension.items.filter { $0.type.map { !held.contains($0) } ?? true },
                planned: dimension.items.count)
        }
        let planned = Set(plan.dimensions.flatMap(\.items).compactMap(\.type))
        others = documents.filter { !planned.contains($0.held.type) }
        let missing = dimensions.reduce(0) { $0 + $1.missing.count }
        completeness = (plan.itemCount - missing, plan.itemCount)
    }
}

extension DocumentView {
    /// True when it is known to be revoked, superseded or ended: it fills no place in a file.
    var isOver: Bool {
        let isEnded = findings.contains { $0.name == .validity && $0.answer == .no }
        return isEnded || standing.standing?.state.isFinal == true
    }
}
