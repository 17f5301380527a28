"""Published definitions of abstinence, reduction and relapse, on words of a letter for each week."""
