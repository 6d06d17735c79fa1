internal import Credentials
internal import Rulebook
internal import Signing

/// One document that is shown for one query.
struct ChosenPart: Hashable, Sendable {
    let query: String
    let document: Int64
    let commitment: Commitment
    let paths: [ClaimPath]
}

extension PresentingWish {
    /// What is shown of what is asked: of each part that is needed, or wished for, the claim set that shows least and
    /// has what the holder wants in it.
    func choose(_ view: PresentationView, _ query: PresentationQuery) throws(PresentingRefusal) -> [ChosenPart] {
        let answerable = Set(view.parts.filter { $0.missing == nil }.map(\.query))
        guard let needed = query.needed(of: answerable) else { throw .nothingAnswers(view.id) }
        try checkNames(query)
        var chosen: [ChosenPart] = []
        for part in view.parts where answerable.contains(part.query) {
            let isWished = part.claims.contains { named($0, in: with) }
            guard needed.contains(part.query) || isWished else { continue }
            chosen.append(try choose(part, view.id))
        }
        let offered = Set(view.parts.flatMap { $0.documents.map(\.id) })
        guard let stray = documents.first(where: { !offered.contains($0) }) else { return chosen }
        throw .otherDocument(stray)
    }

    private func choose(_ part: PresentationView.Part, _ id: Int64) throws(PresentingRefusal) -> ChosenPart {
        let good = part.documents.filter(\.faults.isEmpty)
        let wished = good.first { documents.contains($0.id) } ?? good.first
        guard let document = wished else { throw .nothingAnswers(id) }
        let fitting = document.choices.filter { paths in
            let names = paths.map(\.description)
            let wanted = part.claims.filter { named($0, in: with) }
            return wanted.allSatisfy(names.contains) && !names.contains { named($0, in: without) }
        }
        guard let least = fitting.min(by: { $0.count < $1.count }) else { throw .noSuchChoice(part.query) }
        return ChosenPart(
            query: part.query, document: document.id, commitment: document.commitment, paths: least)
    }

    /// Refuses names that mean nothing in the request: a holder who mistypes must not show more than he thinks.
    private func checkNames(_ query: PresentationQuery) throws(PresentingRefusal) {
        let known = query.credentials.flatMap { $0.claims ?? [] }.map(\.path.description)
        for name in with.union(without) where !known.contains(where: { named($0, in: [name]) }) {
            throw .noSuchField(name)
        }
    }

    /// True when a place is meant by one of these names: the whole of it, or its last step.
    private func named(_ place: String, in names: Set<String>) -> Bool {
        names.contains(place) || place.split(separator: ".").last.map { names.contains(String($0)) } == true
    }
}

extension PresentationView.Part {
    fileprivate var claims: [String] { required + optional }
}
