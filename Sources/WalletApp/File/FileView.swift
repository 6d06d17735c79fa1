public import Rulebook

/// A holder's file (一人一档, 一企一档): what is there by dimension, what is missing, and who would have it.
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

    /// Groups documents as a plan says. An item is held when a document that is not over fills it.
    public init(_ documents: [DocumentView], plan: FilePlan?) {
        guard let plan else {
            dimensions = []
            others = documents
            completeness = nil
            return
        }
        let live = documents.filter { !$0.isOver }
        dimensions = plan.dimensions.map { dimension in
            let missing = dimension.items.filter { item in !live.contains { $0.fills(item, of: dimension, in: plan) } }
            let shown = documents.filter { view in
                view.held.type != plan.type
                    && dimension.items.contains { view.fills($0, of: dimension, in: plan) }
            }
            return Dimension(
                name: dimension.name, documents: shown, missing: missing, planned: dimension.items.count)
        }
        let shown = Set(dimensions.flatMap(\.documents).map(\.held.id))
        others = documents.filter { !shown.contains($0.held.id) }
        let missing = dimensions.reduce(0) { $0 + $1.missing.count }
        completeness = (plan.itemCount - missing, plan.itemCount)
    }
}

extension DocumentView {
    /// True when it is known to be revoked, superseded or ended: it fills no place in a file.
    fileprivate var isOver: Bool {
        let isEnded = findings.contains { $0.name == .validity && $0.answer == .no }
        return isEnded || standing.standing?.state.isFinal == true
    }

    /// A certificate fills the item of its name (居民户口簿 fills 户口簿); a file's own document fills those that it has.
    fileprivate func fills(_ item: FilePlan.Item, of dimension: FilePlan.Dimension, in plan: FilePlan) -> Bool {
        guard held.type == plan.type else { return title.zh.hasSuffix(item.name.zh) }
        return fields.contains { $0.path == dimension.code + "." + item.path }
    }
}
