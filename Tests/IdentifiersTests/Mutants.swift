/// Slips of the pen that a check character is there to catch.
enum Mutants {
    /// The text with one character replaced, in every place by every other character of the alphabet.
    static func substitutions(of text: String, by alphabet: String) -> [String] {
        let characters = Array(text)
        return characters.indices.flatMap { index in
            alphabet.filter { $0 != characters[index] }.map { replacement in
                var mutant = characters
                mutant[index] = replacement
                return String(mutant)
            }
        }
    }

    /// The text with two neighbours exchanged, wherever they differ.
    static func swaps(of text: String) -> [String] {
        let characters = Array(text)
        return characters.indices.dropLast().filter { characters[$0] != characters[$0 + 1] }.map { index in
            var mutant = characters
            mutant.swapAt(index, index + 1)
            return String(mutant)
        }
    }
}
