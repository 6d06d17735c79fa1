import Consensus
import Ledger
import Rulebook
import Signing

/// What the agreement wants to know about a block, and where its body is looked for.
struct OpenQuestion: Sendable {
    let question: BlockQuestion
    /// The node's clock when the question came: a block is timely as of then.
    let asked: UInt64
    /// Who has the body, in the order of asking.
    var sources: [Int]
    /// When the next of them is asked, in ticks.
    var next: UInt64
    var turn = 0

    /// The validator to ask now.
    mutating func takeSource() -> Int? {
        guard !sources.isEmpty else { return nil }
        defer { turn += 1 }
        return sources[turn % sources.count]
    }
}

/// A block of the height being decided that follows by the rules.
struct Candidate: Sendable {
    let id: BlockID
    let block: CheckedBlock
    /// Durable: only then is it called valid.
    var isKept: Bool
    /// How many of its deposits this node did not hold when it looked; nil before it has.
    var lacking: Int?

    /// True when this node holds every deposit that the block names.
    var isWhole: Bool { block.deposits.isEmpty || lacking == 0 }
}

/// All that is known of the blocks of one height, and recipes of the next.
struct CandidateTable: Sendable {
    private(set) var candidates: [Candidate] = []
    private(set) var invalid: [BlockID] = []
    private var recipes: [(from: Int, recipe: Recipe, id: BlockID)] = []
    var questions: [OpenQuestion] = []

    /// A sender's recipes of one height that are kept.
    private static let recipesPerSender = 2

    subscript(_ id: BlockID) -> Candidate? { candidates.firstIndex { $0.id == id }.map { candidates[$0] } }

    func contains(_ id: BlockID) -> Bool { candidates.contains { $0.id == id } }

    func isInvalid(_ id: BlockID) -> Bool { invalid.contains(id) }

    mutating func add(_ block: CheckedBlock, isKept: Bool) {
        let id = block.seal.id
        guard !contains(id) else { return }
        candidates.append(Candidate(id: id, block: block, isKept: isKept))
    }

    mutating func addInvalid(_ id: BlockID) {
        if !isInvalid(id) { invalid.append(id) }
    }

    mutating func keep(_ id: BlockID) {
        for index in candidates.indices where candidates[index].id == id { candidates[index].isKept = true }
    }

    mutating func note(lacking: Int, of id: BlockID) {
        for index in candidates.indices where candidates[index].id == id { candidates[index].lacking = lacking }
    }

    func recipe(of id: BlockID) -> (from: Int, recipe: Recipe)? {
        recipes.first { $0.id == id }.map { ($0.from, $0.recipe) }
    }

    mutating func add(_ recipe: Recipe, from sender: Int) {
        let id = recipe.seal.id
        let height = recipe.seal.height
        guard !recipes.contains(where: { $0.from == sender && $0.id == id }) else { return }
        let others = recipes.count { $0.from == sender && $0.recipe.seal.height == height }
        guard others < CandidateTable.recipesPerSender else { return }
        recipes.append((sender, recipe, id))
    }

    /// A recipe that led nowhere: its body is asked for instead.
    mutating func dropRecipe(of id: BlockID, from sender: Int) {
        recipes.removeAll { $0.id == id && $0.from == sender }
    }

    /// Forgets a height that is final, and all below it.
    mutating func forget(through height: Height) {
        candidates = []
        invalid = []
        questions = []
        recipes.removeAll { $0.recipe.seal.height <= height }
    }
}
