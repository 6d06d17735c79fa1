enum NodeAppPlaceholder {}
