<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Asking</name>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Es wird gesucht…</translation>
    </message>
</context>
<context>
    <name>AxisChooser</name>
    <message>
        <source>Words…</source>
        <translation>Wörter…</translation>
    </message>
</context>
<context>
    <name>AxisStrip</name>
    <message>
        <source>Axis: {0}</source>
        <translation>Achse: {0}</translation>
    </message>
    <message>
        <source>One of the photos furthest to this end of the axis</source>
        <translation>Eines der Fotos, die an diesem Ende der Achse am weitesten außen liegen</translation>
    </message>
</context>
<context>
    <name>Ballot</name>
    <message>
        <source>What is expected</source>
        <translation>Was erwartet wird</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>BigPicture</name>
    <message>
        <source>One moment…</source>
        <translation>Einen Augenblick…</translation>
    </message>
    <message>
        <source>Picture {0}</source>
        <translation>Bild {0}</translation>
    </message>
    <message>
        <source>This picture can&apos;t be shown.</source>
        <translation>Dieses Bild lässt sich nicht zeigen.</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Turn between wanted and unwanted</source>
        <translation>Zwischen erwünscht und unerwünscht wechseln</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Want it</source>
        <translation>Erwünscht</translation>
    </message>
    <message>
        <source>Don&apos;t want it</source>
        <translation>Unerwünscht</translation>
    </message>
    <message>
        <source>Weigh {0} times</source>
        <translation>{0}-fach gewichten</translation>
    </message>
    <message>
        <source>+ and - or the wheel weigh, Space turns it round</source>
        <translation>+ und - oder das Rad gewichten, die Leertaste kehrt um</translation>
    </message>
    <message>
        <source>without {0}</source>
        <translation>ohne {0}</translation>
    </message>
    <message>
        <source>with {0}</source>
        <translation>mit {0}</translation>
    </message>
    <message>
        <source>taste: {0}</source>
        <translation>Geschmack: {0}</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>folder: {0}</source>
        <translation>Ordner: {0}</translation>
    </message>
    <message>
        <source>taken: {0}</source>
        <translation>aufgenommen: {0}</translation>
    </message>
    <message>
        <source>camera: {0}</source>
        <translation>Kamera: {0}</translation>
    </message>
    <message>
        <source>type: {0}</source>
        <translation>Art: {0}</translation>
    </message>
    <message>
        <source>name: {0}</source>
        <translation>Name: {0}</translation>
    </message>
    <message>
        <source>size: {0}</source>
        <translation>Größe: {0}</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>ausgeblendet</translation>
    </message>
    <message>
        <source>place: {0}</source>
        <translation>Ort: {0}</translation>
    </message>
</context>
<context>
    <name>ChoosingGrid</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} von {count}</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>ausgewählt</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>nicht erreichbar</translation>
    </message>
</context>
<context>
    <name>ChoosingMap</name>
    <message>
        <source>Map of photos</source>
        <translation>Karte der Fotos</translation>
    </message>
    <message>
        <source>{0} chosen</source>
        <translation>{0} gewählt</translation>
    </message>
</context>
<context>
    <name>ColourChooser</name>
    <message>
        <source>Colour by</source>
        <translation>Farben nach</translation>
    </message>
    <message>
        <source>Number of clusters</source>
        <translation>Anzahl der Gruppen</translation>
    </message>
    <message>
        <source>No colours</source>
        <translation>Keine Farben</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Score of the query</source>
        <translation>Treffergüte</translation>
    </message>
    <message>
        <source>Taste: {0}</source>
        <translation>Geschmack: {0}</translation>
    </message>
</context>
<context>
    <name>Complaint</name>
    <message>
        <source>What did not work</source>
        <translation>Was nicht ging</translation>
    </message>
</context>
<context>
    <name>Completing</name>
    <message>
        <source>Recent searches</source>
        <translation>Letzte Suchen</translation>
    </message>
    <message>
        <source>Recent searches (Down)</source>
        <translation>Letzte Suchen (Pfeil nach unten)</translation>
    </message>
</context>
<context>
    <name>Completion</name>
    <message>
        <source>part of a folder&apos;s name</source>
        <translation>Teil eines Ordnernamens</translation>
    </message>
    <message>
        <source>taken in 2019, 2019-06 or 2019..2021</source>
        <translation>aufgenommen 2019, 2019-06 oder 2019..2021</translation>
    </message>
    <message>
        <source>taken since 2019-06</source>
        <translation>aufgenommen ab 2019-06</translation>
    </message>
    <message>
        <source>taken before 2019-06</source>
        <translation>aufgenommen vor 2019-06</translation>
    </message>
    <message>
        <source>camera or lens</source>
        <translation>Kamera oder Objektiv</translation>
    </message>
    <message>
        <source>jpeg, heic, raw…</source>
        <translation>jpeg, heic, raw…</translation>
    </message>
    <message>
        <source>part of a file name</source>
        <translation>Teil eines Dateinamens</translation>
    </message>
    <message>
        <source>more than 10mp, less than 500kb</source>
        <translation>größer als 10mp, kleiner als 500kb</translation>
    </message>
    <message>
        <source>near 59.91,10.75,25km</source>
        <translation>nahe 59.91,10.75,25km</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>ausgeblendet</translation>
    </message>
    <message>
        <source>what a taste likes</source>
        <translation>was einem Geschmack gefällt</translation>
    </message>
    <message>
        <source>a picture file</source>
        <translation>eine Bilddatei</translation>
    </message>
</context>
<context>
    <name>Copying</name>
    <message>
        <source>Copying: {0} of {1}</source>
        <translation>Es wird kopiert: {0} von {1}</translation>
    </message>
    <message>
        <source>Not copied: {0}</source>
        <translation>Nicht kopiert: {0}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) copied</source>
        <translation>
            <numerusform>%Ln Datei kopiert</numerusform>
            <numerusform>%Ln Dateien kopiert</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Curve</name>
    <message>
        <source>Learning curve</source>
        <translation>Lernkurve</translation>
    </message>
    <message>
        <source>How often it was right, over the last 20 votes each time</source>
        <translation>Wie oft die Erwartung stimmte, jeweils über die letzten 20 Bewertungen</translation>
    </message>
    <message>
        <source>Right {0} % at first, {1} % now, after {2} votes</source>
        <translation>Anfangs {0} % richtig, jetzt {1} %, nach {2} Bewertungen</translation>
    </message>
    <message>
        <source>{0} votes</source>
        <translation>{0} Bewertungen</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>in an offline folder</source>
        <translation>in einem Ordner, der nicht erreichbar ist</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Belichtung</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>Details of the chosen photo</source>
        <translation>Details zum gewählten Foto</translation>
    </message>
    <message>
        <source>Choose a photo to see what is known of it.</source>
        <translation>Wählen Sie ein Foto, um mehr darüber zu sehen.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>Durations</name>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} h {1} min</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
</context>
<context>
    <name>EngineClient</name>
    <message>
        <source>The engine can&apos;t be started: {0}</source>
        <translation>Die Suchmaschine startet nicht: {0}</translation>
    </message>
    <message>
        <source>The engine ended twice while at this.</source>
        <translation>Die Suchmaschine ist dabei zweimal abgestürzt.</translation>
    </message>
    <message>
        <source>The engine ended several times within two minutes (exit code {0}). Close this window and try again; nothing is lost.</source>
        <translation>Die Suchmaschine ist binnen zwei Minuten mehrmals abgestürzt (Code {0}). Schließen Sie das Fenster und versuchen Sie es noch einmal; verloren ist nichts.</translation>
    </message>
</context>
<context>
    <name>Fetching</name>
    <message>
        <source>it is no address of the web</source>
        <translation>das ist keine Adresse im Web</translation>
    </message>
    <message>
        <source>it lies in a private network</source>
        <translation>die Adresse liegt in einem privaten Netz</translation>
    </message>
    <message>
        <source>there is no such place</source>
        <translation>diese Adresse gibt es nicht</translation>
    </message>
    <message>
        <source>it leads from one place to the next</source>
        <translation>eine Adresse verweist nur auf die nächste</translation>
    </message>
    <message>
        <source>it takes too long</source>
        <translation>es dauert zu lange</translation>
    </message>
    <message>
        <source>The picture can&apos;t be fetched from {0}: {1}.</source>
        <translation>Das Bild lässt sich von {0} nicht holen: {1}.</translation>
    </message>
    <message>
        <source>there</source>
        <translation>dort</translation>
    </message>
    <message>
        <source>it answers {0}</source>
        <translation>die Antwort war {0}</translation>
    </message>
    <message>
        <source>it is larger than {0} MB</source>
        <translation>es ist größer als {0} MB</translation>
    </message>
    <message>
        <source>there is no picture, but something else</source>
        <translation>dort ist kein Bild, sondern etwas anderes</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Find my photos</source>
        <translation>Meine Fotos finden</translation>
    </message>
    <message>
        <source>Find your photos by what is in them</source>
        <translation>Finden Sie Ihre Fotos nach dem, was darauf ist</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Everything stays on this computer: pictures are looked at here, and nothing is ever sent. The one thing fetched is the model, once. Your photos are never changed.</source>
        <translation>Alles bleibt auf diesem Rechner: Die Bilder werden hier betrachtet, gesendet wird nichts. Geholt wird nur das Modell, einmal. Ihre Fotos werden nie verändert.</translation>
    </message>
    <message>
        <source>What happens then:</source>
        <translation>Was dann geschieht:</translation>
    </message>
    <message>
        <source>What happens then: the model is fetched ({0} MB).</source>
        <translation>Was dann geschieht: Das Modell wird geholt ({0} MB).</translation>
    </message>
    <message>
        <source>Choose at least one folder.</source>
        <translation>Wählen Sie mindestens einen Ordner.</translation>
    </message>
    <message>
        <source>All pictures in the folders are looked at, the first ones show soon.</source>
        <translation>Alle Bilder in den Ordnern werden betrachtet, die ersten erscheinen bald.</translation>
    </message>
    <message>
        <source>There are no pictures in these folders yet; new ones will be found.</source>
        <translation>In diesen Ordnern sind noch keine Bilder; neue werden gefunden.</translation>
    </message>
    <message>
        <source>more than {0}</source>
        <translation>Mehr als {0}</translation>
    </message>
    <message>
        <source>{0} pictures are looked at, the first ones show soon.</source>
        <translation>{0} Bilder werden betrachtet, die ersten erscheinen bald.</translation>
    </message>
    <message>
        <source>That takes about {0}.</source>
        <translation>Das dauert etwa {0}.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Die Vorführung ansehen</translation>
    </message>
    <message>
        <source>Drawn pictures and a tiny model that knows them; no download</source>
        <translation>Gezeichnete Bilder und ein winziges Modell, das sie kennt; nichts wird geholt</translation>
    </message>
</context>
<context>
    <name>FolderList</name>
    <message>
        <source>Folders to look through</source>
        <translation>Ordner, die durchgesehen werden</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Wegnehmen</translation>
    </message>
    <message>
        <source>Choose a folder of photos</source>
        <translation>Einen Ordner mit Fotos wählen</translation>
    </message>
</context>
<context>
    <name>FoldersGroup</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>As they come</source>
        <translation>Sobald sie da sind</translation>
    </message>
    <message>
        <source>When I ask</source>
        <translation>Auf Wunsch</translation>
    </message>
    <message>
        <source>New pictures are found</source>
        <translation>Neue Bilder finden</translation>
    </message>
    <message>
        <source>When you ask: by “Look again” on the page of folders.</source>
        <translation>Auf Wunsch: mit „Noch einmal nachsehen“ auf der Seite der Ordner.</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>One pattern a line, such as *.gif, Thumbs or */private/*.</source>
        <translation>Je Zeile ein Muster, etwa *.gif, Thumbs oder */privat/*.</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Look through all again</source>
        <translation>Alle neu durchsehen</translation>
    </message>
    <message>
        <source>Leave out…</source>
        <translation>Auslassen…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal nachsehen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>These folders and all below them are searched. Add one, or drop it on this window.</source>
        <translation>Diese Ordner und alle darunter werden durchsucht. Fügen Sie einen hinzu, oder ziehen Sie ihn auf dieses Fenster.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) leave the library. The files stay as they are.</source>
        <translation>
            <numerusform>%Ln Foto verlässt die Bibliothek. Die Datei bleibt, wie sie ist.</numerusform>
            <numerusform>%Ln Fotos verlassen die Bibliothek. Die Dateien bleiben, wie sie sind.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) leave the library. If the disk is only unplugged, say no.</source>
        <translation>
            <numerusform>%Ln Foto verlässt die Bibliothek. Ist nur das Laufwerk abgezogen, dann antworten Sie mit Nein.</numerusform>
            <numerusform>%Ln Fotos verlassen die Bibliothek. Ist nur das Laufwerk abgezogen, dann antworten Sie mit Nein.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pictures are gone…</source>
        <translation>Die Bilder sind weg…</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>No folder yet. Add one, or drop it on this window.</source>
        <translation>Noch kein Ordner. Fügen Sie einen hinzu, oder ziehen Sie ihn auf dieses Fenster.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1}. Its photos are kept.</source>
        <translation>{0} ist nicht lesbar: {1}. Seine Fotos bleiben erhalten.</translation>
    </message>
    <message>
        <source>Add a folder of photos</source>
        <translation>Einen Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Stop searching {0}?</source>
        <translation>{0} nicht mehr durchsuchen?</translation>
    </message>
    <message>
        <source>Are the pictures in {0} gone for good?</source>
        <translation>Sind die Bilder in {0} endgültig weg?</translation>
    </message>
</context>
<context>
    <name>FoldersTable</name>
    <message>
        <source>Folders that are searched</source>
        <translation>Ordner, die durchsucht werden</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Indexed</source>
        <translation>Erfasst</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>online</source>
        <translation>erreichbar</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln other file(s), which are no pictures</source>
        <translation>
            <numerusform>und %Ln andere Datei, die kein Bild ist</numerusform>
            <numerusform>und %Ln andere Dateien, die keine Bilder sind</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln ignored file(s)</source>
        <translation>
            <numerusform>und %Ln übergangene Datei</numerusform>
            <numerusform>und %Ln übergangene Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the problems</source>
        <translation>Die Probleme zeigen</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>This photo is gone.</source>
        <translation>Dieses Foto ist weg.</translation>
    </message>
    <message>
        <source>Score {score}</source>
        <translation>Treffergüte {score}</translation>
    </message>
    <message>
        <source>Its folder is offline.</source>
        <translation>Sein Ordner ist nicht erreichbar.</translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>Sure</source>
        <translation>Sicher</translation>
    </message>
    <message>
        <source>Maybe</source>
        <translation>Vielleicht</translation>
    </message>
    <message>
        <source>The rest</source>
        <translation>Der Rest</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Chosen photos</source>
        <translation>Gewählte Fotos</translation>
    </message>
    <message>
        <source>Typed in the query</source>
        <translation>In der Anfrage getippt</translation>
    </message>
    <message>
        <source>Finds photos on your own disks by words and by example.</source>
        <translation>Findet Fotos auf Ihren eigenen Laufwerken, mit Wörtern und nach Beispielen.</translation>
    </message>
    <message>
        <source>All of it stays on this machine.</source>
        <translation>Alles bleibt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation>Modell: {0}</translation>
    </message>
    <message>
        <source>Free software under the MIT licence.</source>
        <translation>Freie Software unter der MIT-Lizenz.</translation>
    </message>
    <message>
        <source>words that describe the photo</source>
        <translation>Wörter, die das Foto beschreiben</translation>
    </message>
    <message>
        <source>one thing, and away from another</source>
        <translation>das eine, aber nicht das andere</translation>
    </message>
    <message>
        <source>a term that weighs twice</source>
        <translation>ein Begriff, der doppelt zählt</translation>
    </message>
    <message>
        <source>leaves out what this field finds</source>
        <translation>lässt aus, was dieses Feld findet</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Betrachter</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>make chips of what is typed</source>
        <translation>Getipptes in Bausteine verwandeln</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Ab</translation>
    </message>
    <message>
        <source>offers: recent searches, fields, values</source>
        <translation>Vorschläge: letzte Suchen, Felder, Werte</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>take the last chip back</source>
        <translation>den letzten Baustein zurückholen</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>go to the chips</source>
        <translation>zu den Bausteinen gehen</translation>
    </message>
    <message>
        <source>+  −  Space  Del</source>
        <translation>+  −  Leertaste  Entf</translation>
    </message>
    <message>
        <source>on a chip: weigh, turn round, remove</source>
        <translation>auf einem Baustein: gewichten, umkehren, entfernen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>clear the query</source>
        <translation>die Anfrage leeren</translation>
    </message>
    <message>
        <source>Arrows, Home, End</source>
        <translation>Pfeile, Pos1, Ende</translation>
    </message>
    <message>
        <source>go to a photo; Shift chooses on the way</source>
        <translation>zu einem Foto gehen; Umschalt wählt unterwegs</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>view the photo</source>
        <translation>das Foto ansehen</translation>
    </message>
    <message>
        <source>Ctrl+Space</source>
        <translation>Strg+Leertaste</translation>
    </message>
    <message>
        <source>choose one more, or one less</source>
        <translation>eines mehr wählen, oder eines weniger</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Strg+Rad</translation>
    </message>
    <message>
        <source>larger or smaller thumbnails</source>
        <translation>größere oder kleinere Vorschaubilder</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>Links, Rechts</translation>
    </message>
    <message>
        <source>the photo before, the photo after</source>
        <translation>das Foto davor, das Foto danach</translation>
    </message>
    <message>
        <source>+  −  0  1</source>
        <translation>+  −  0  1</translation>
    </message>
    <message>
        <source>zoom, fit, actual size</source>
        <translation>zoomen, einpassen, Originalgröße</translation>
    </message>
    <message>
        <source>F</source>
        <translation>F</translation>
    </message>
    <message>
        <source>fill the screen</source>
        <translation>den Bildschirm füllen</translation>
    </message>
    <message>
        <source>I</source>
        <translation>I</translation>
    </message>
    <message>
        <source>details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>search for a region</source>
        <translation>nach einem Ausschnitt suchen</translation>
    </message>
    <message>
        <source>back to the grid</source>
        <translation>zurück zum Raster</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Keys and the language of the query</source>
        <translation>Tasten und Sprache der Anfrage</translation>
    </message>
</context>
<context>
    <name>Hiding</name>
    <message numerus="yes">
        <source>Hidden: %Ln photo(s). Find them with is:hidden.</source>
        <translation>
            <numerusform>%Ln Foto ausgeblendet. Sie finden es mit is:hidden.</numerusform>
            <numerusform>%Ln Fotos ausgeblendet. Sie finden sie mit is:hidden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) shown in results again</source>
        <translation>
            <numerusform>%Ln Foto ist wieder unter den Treffern</numerusform>
            <numerusform>%Ln Fotos sind wieder unter den Treffern</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LayOutMenu</name>
    <message>
        <source>Lay out</source>
        <translation>Anordnen</translation>
    </message>
    <message>
        <source>Choose what the map is laid out from</source>
        <translation>Wählen, woraus die Karte angeordnet wird</translation>
    </message>
    <message>
        <source>Again, with all that is new</source>
        <translation>Neu, mit allem, was hinzukam</translation>
    </message>
    <message>
        <source>The chosen photos</source>
        <translation>Die gewählten Fotos</translation>
    </message>
    <message>
        <source>What the query finds</source>
        <translation>Die Treffer der Anfrage</translation>
    </message>
    <message>
        <source>The whole library</source>
        <translation>Die ganze Bibliothek</translation>
    </message>
    <message>
        <source>A folder</source>
        <translation>Ein Ordner</translation>
    </message>
</context>
<context>
    <name>LegendPanel</name>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>{0}: choose these {1} photos</source>
        <translation>{0}: diese {1} Fotos wählen</translation>
    </message>
</context>
<context>
    <name>LimitsGroup</name>
    <message>
        <source>megapixels</source>
        <translation>Megapixel</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Largest picture</source>
        <translation>Größtes Bild</translation>
    </message>
    <message>
        <source>A guard against files that would fill the memory; larger ones are problems.</source>
        <translation>Schützt vor Dateien, die den Speicher füllen würden; größere gelten als Probleme.</translation>
    </message>
    <message>
        <source>Largest file</source>
        <translation>Größte Datei</translation>
    </message>
</context>
<context>
    <name>MapAxes</name>
    <message>
        <source>Component {0}</source>
        <translation>Komponente {0}</translation>
    </message>
    <message>
        <source>less {0}</source>
        <translation>weniger {0}</translation>
    </message>
    <message>
        <source>more {0}</source>
        <translation>mehr {0}</translation>
    </message>
</context>
<context>
    <name>MapInWindow</name>
    <message>
        <source>Show as results</source>
        <translation>Als Treffer zeigen</translation>
    </message>
    <message>
        <source>Lay the map out from these</source>
        <translation>Die Karte aus diesen anordnen</translation>
    </message>
    <message>
        <source>This photo is gone.</source>
        <translation>Dieses Foto ist weg.</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>Horizontal axis</source>
        <translation>Waagerechte Achse</translation>
    </message>
    <message>
        <source>Vertical axis</source>
        <translation>Senkrechte Achse</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Was zu sehen ist</translation>
    </message>
    <message>
        <source>How far the map is</source>
        <translation>Wie weit die Karte ist</translation>
    </message>
    <message>
        <source>Stop laying out the map (Esc)</source>
        <translation>Das Anordnen der Karte beenden (Esc)</translation>
    </message>
    <message>
        <source>Stop laying out the map</source>
        <translation>Das Anordnen der Karte beenden</translation>
    </message>
</context>
<context>
    <name>MapTools</name>
    <message>
        <source>Drag to move the map (Space in other tools)</source>
        <translation>Ziehen verschiebt die Karte (mit anderem Werkzeug: Leertaste)</translation>
    </message>
    <message>
        <source>Drag to choose a rectangle (Shift when moving)</source>
        <translation>Ziehen wählt ein Rechteck (beim Verschieben: Umschalttaste)</translation>
    </message>
    <message>
        <source>Drag around photos to choose them</source>
        <translation>Fotos umfahren, um sie zu wählen</translation>
    </message>
    <message>
        <source>Zoom out (-)</source>
        <translation>Verkleinern (-)</translation>
    </message>
    <message>
        <source>Show all (0)</source>
        <translation>Alles zeigen (0)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>Vergrößern (+)</translation>
    </message>
</context>
<context>
    <name>Mapping</name>
    <message>
        <source>Laying out the map…</source>
        <translation>Die Karte wird angeordnet…</translation>
    </message>
    <message>
        <source>You stopped it. It begins anew when you come back to this page.</source>
        <translation>Das Anordnen wurde beendet. Es beginnt von vorn, wenn Sie diese Seite wieder öffnen.</translation>
    </message>
    <message>
        <source>Drawing the map…</source>
        <translation>Die Karte wird gezeichnet…</translation>
    </message>
    <message>
        <source>There is no map yet</source>
        <translation>Noch gibt es keine Karte</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Es wird gemessen…</translation>
    </message>
    <message>
        <source>What you chose is not on this map.</source>
        <translation>Was Sie gewählt haben, liegt nicht auf dieser Karte.</translation>
    </message>
    <message>
        <source>{0} of {1} chosen</source>
        <translation>{0} von {1} gewählt</translation>
    </message>
    <message>
        <source>{0} would lie here, near these</source>
        <translation>{0} läge hier, bei diesen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) of the query lit up</source>
        <translation>
            <numerusform>%Ln Treffer der Anfrage leuchtet</numerusform>
            <numerusform>%Ln Treffer der Anfrage leuchten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MenuBar</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Look for changes now</source>
        <translation>Jetzt nach Änderungen sehen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Paste words or a picture</source>
        <translation>Wörter oder ein Bild einfügen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Select none</source>
        <translation>Nichts auswählen</translation>
    </message>
    <message>
        <source>Invert the selection</source>
        <translation>Auswahl umkehren</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Larger thumbnails</source>
        <translation>Größere Vorschaubilder</translation>
    </message>
    <message>
        <source>Smaller thumbnails</source>
        <translation>Kleinere Vorschaubilder</translation>
    </message>
    <message>
        <source>Order and captions</source>
        <translation>Reihenfolge und Beschriftung</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Suche</translation>
    </message>
    <message>
        <source>Type a search</source>
        <translation>Eine Suche tippen</translation>
    </message>
    <message>
        <source>Clear the query</source>
        <translation>Die Anfrage leeren</translation>
    </message>
    <message>
        <source>Recent searches</source>
        <translation>Letzte Suchen</translation>
    </message>
    <message>
        <source>Forget recent searches</source>
        <translation>Letzte Suchen vergessen</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>Gespeicherte Suchen</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>&amp;Foto</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Keys and the language of the query</source>
        <translation>Tasten und Sprache der Anfrage</translation>
    </message>
    <message>
        <source>About imagefinder</source>
        <translation>Über imagefinder</translation>
    </message>
    <message>
        <source>Add a folder of photos</source>
        <translation>Einen Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>No photo is shown here</source>
        <translation>Hier ist kein Foto zu sehen</translation>
    </message>
</context>
<context>
    <name>Minimap</name>
    <message>
        <source>The whole map</source>
        <translation>Die ganze Karte</translation>
    </message>
    <message>
        <source>Click to go there</source>
        <translation>Klicken führt dorthin</translation>
    </message>
</context>
<context>
    <name>ModelChoice</name>
    <message>
        <source>Weights file…</source>
        <translation>Gewichtsdatei…</translation>
    </message>
    <message>
        <source>Name of another model</source>
        <translation>Name eines anderen Modells</translation>
    </message>
    <message>
        <source>ARCHITECTURE:TAG or ARCHITECTURE:PATH-TO-WEIGHTS, then Enter</source>
        <translation>ARCHITEKTUR:TAG oder ARCHITEKTUR:PFAD-ZU-GEWICHTEN, dann Eingabetaste</translation>
    </message>
    <message>
        <source>Another</source>
        <translation>Ein anderes</translation>
    </message>
</context>
<context>
    <name>ModelGroup</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>{0} answers until {1} has seen all pictures: {2} of {3} so far.</source>
        <translation>{0} antwortet, bis {1} alle Bilder gesehen hat: bisher {2} von {3}.</translation>
    </message>
    <message>
        <source>After a change every picture is looked at again. The old answers stay until the new ones are ready, and coming back to an earlier model costs nothing.</source>
        <translation>Nach einem Wechsel wird jedes Bild neu betrachtet. Die alten Antworten bleiben, bis die neuen bereit sind, und die Rückkehr zu einem früheren Modell kostet nichts.</translation>
    </message>
</context>
<context>
    <name>ModelTrouble</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Choose a weights file…</source>
        <translation>Gewichtsdatei wählen…</translation>
    </message>
    <message>
        <source>Another model…</source>
        <translation>Anderes Modell…</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Die Vorführung ansehen</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Am besten</translation>
    </message>
    <message>
        <source>Many languages</source>
        <translation>Viele Sprachen</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Klein</translation>
    </message>
    <message>
        <source>quick indexing on an old machine; English</source>
        <translation>erfasst schnell auch auf alten Rechnern; Englisch</translation>
    </message>
    <message>
        <source>the best answers for its speed; English</source>
        <translation>die besten Antworten für sein Tempo; Englisch</translation>
    </message>
    <message>
        <source>finer answers, slower without a GPU; many languages</source>
        <translation>feinere Antworten, langsamer ohne GPU; viele Sprachen</translation>
    </message>
    <message>
        <source>questions in many languages, as quick as the default</source>
        <translation>Fragen in vielen Sprachen, so schnell wie Standard</translation>
    </message>
    <message>
        <source>little memory and disk; English; for research only</source>
        <translation>wenig Speicher und Platz; Englisch; nur für Forschung</translation>
    </message>
    <message>
        <source>already here</source>
        <translation>schon da</translation>
    </message>
    <message>
        <source>{0} MB to download, once</source>
        <translation>einmaliger Download: {0} MB</translation>
    </message>
    <message>
        <source>{0} pictures a second here</source>
        <translation>{0} Bilder je Sekunde hier</translation>
    </message>
    <message>
        <source>about {0} pictures a second here</source>
        <translation>etwa {0} Bilder je Sekunde hier</translation>
    </message>
    <message>
        <source>Choose the weights of {0}</source>
        <translation>Die Gewichte von {0} wählen</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
</context>
<context>
    <name>NameQuestion</name>
    <message>
        <source>Name of the taste</source>
        <translation>Name des Geschmacks</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>There is a taste of this name already.</source>
        <translation>Ein Geschmack dieses Namens ist schon da.</translation>
    </message>
    <message>
        <source>A name has no quotation mark.</source>
        <translation>Ein Name enthält kein Anführungszeichen.</translation>
    </message>
</context>
<context>
    <name>News</name>
    <message>
        <source>The engine was restarted</source>
        <translation>Die Suchmaschine wurde neu gestartet</translation>
    </message>
</context>
<context>
    <name>NoTasteYet</name>
    <message>
        <source>a name, as cosy</source>
        <translation>ein Name, etwa Gemütlich</translation>
    </message>
    <message>
        <source>Name of the first taste</source>
        <translation>Name des ersten Geschmacks</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Read a taste from a file that was exported</source>
        <translation>Einen Geschmack aus einer exportierten Datei lesen</translation>
    </message>
    <message>
        <source>Teach it what you like</source>
        <translation>Zeigen Sie, was Ihnen gefällt</translation>
    </message>
    <message>
        <source>Say yes or no to one photo after the other, and it learns to tell which ones you like. What it learnt can rank your whole library, and stays on this computer.</source>
        <translation>Sagen Sie zu einem Foto nach dem anderen Ja oder Nein, und imagefinder lernt, welche Ihnen gefallen. Was es gelernt hat, kann Ihre ganze Bibliothek ordnen und bleibt auf diesem Rechner.</translation>
    </message>
</context>
<context>
    <name>OfferList</name>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
</context>
<context>
    <name>PhotoActions</name>
    <message>
        <source>Hide from results</source>
        <translation>Aus Treffern ausblenden</translation>
    </message>
    <message>
        <source>Show in results again</source>
        <translation>Wieder in Treffern zeigen</translation>
    </message>
    <message>
        <source>Move to trash…</source>
        <translation>In den Papierkorb…</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Find similar</source>
        <translation>Ähnliche finden</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Less like this</source>
        <translation>Weniger davon</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>Auf der Karte zeigen</translation>
    </message>
    <message>
        <source>Like</source>
        <translation>Gefällt mir</translation>
    </message>
    <message>
        <source>Don&apos;t like</source>
        <translation>Gefällt mir nicht</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy files</source>
        <translation>Dateien kopieren</translation>
    </message>
    <message>
        <source>Copy paths</source>
        <translation>Pfade kopieren</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Export copies…</source>
        <translation>Kopien exportieren…</translation>
    </message>
</context>
<context>
    <name>PhotoDeeds</name>
    <message>
        <source>So many files don&apos;t fit on the clipboard: {0} at most. Export them.</source>
        <translation>So viele Dateien passen nicht in die Zwischenablage, höchstens {0}. Exportieren Sie sie.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) copied</source>
        <translation>
            <numerusform>%Ln Datei kopiert</numerusform>
            <numerusform>%Ln Dateien kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>This image can&apos;t be copied. {0}</source>
        <translation>Dieses Bild lässt sich nicht kopieren. {0}</translation>
    </message>
    <message>
        <source>Image copied</source>
        <translation>Bild kopiert</translation>
    </message>
    <message>
        <source>Copy the files to</source>
        <translation>Die Dateien kopieren nach</translation>
    </message>
    <message>
        <source>This photo is gone.</source>
        <translation>Dieses Foto ist weg.</translation>
    </message>
</context>
<context>
    <name>ProblemsModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Why it can&apos;t be read</source>
        <translation>Warum sie nicht lesbar ist</translation>
    </message>
</context>
<context>
    <name>ProblemsPage</name>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>Alle noch einmal versuchen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Übergehen</translation>
    </message>
    <message>
        <source>List these files no more, until they change</source>
        <translation>Diese Dateien nicht mehr nennen, bis sie sich ändern</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Keine Probleme</translation>
    </message>
    <message>
        <source>Every other picture could be read.</source>
        <translation>Jedes andere Bild war lesbar.</translation>
    </message>
    <message>
        <source>Every picture could be read.</source>
        <translation>Jedes Bild war lesbar.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) can&apos;t be read as a picture; all other pictures are searched.</source>
        <translation>
            <numerusform>%Ln Datei ist nicht als Bild lesbar; alle anderen Bilder werden durchsucht.</numerusform>
            <numerusform>%Ln Dateien sind nicht als Bild lesbar; alle anderen Bilder werden durchsucht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Also list %Ln other file(s), which are no pictures</source>
        <translation>
            <numerusform>Auch %Ln andere Datei zeigen, die kein Bild ist</numerusform>
            <numerusform>Auch %Ln andere Dateien zeigen, die keine Bilder sind</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that can&apos;t be read are ignored, so not listed.</source>
        <translation>
            <numerusform>%Ln unlesbare Datei wird übergangen und darum nicht aufgeführt.</numerusform>
            <numerusform>%Ln unlesbare Dateien werden übergangen und darum nicht aufgeführt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Files with problems</source>
        <translation>Dateien mit Problemen</translation>
    </message>
</context>
<context>
    <name>QueryBar</name>
    <message>
        <source>Clear the query</source>
        <translation>Die Anfrage leeren</translation>
    </message>
    <message>
        <source>Clear the query (Esc)</source>
        <translation>Die Anfrage leeren (Esc)</translation>
    </message>
    <message>
        <source>Describe a picture, or drop one here</source>
        <translation>Beschreiben Sie ein Bild, oder ziehen Sie eines hierher</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Words, -words, 2:&quot;weighted words&quot;, folder:…, after:2019-06, camera:…, type:…</source>
        <translation>Wörter, -Wörter, 2:&quot;gewichtete Wörter&quot;, folder:…, after:2019-06, camera:…, type:…</translation>
    </message>
    <message>
        <source>Search now</source>
        <translation>Jetzt suchen</translation>
    </message>
</context>
<context>
    <name>Recents</name>
    <message>
        <source>Forget recent searches</source>
        <translation>Letzte Suchen vergessen</translation>
    </message>
</context>
<context>
    <name>Regions</name>
    <message>
        <source>This region can&apos;t be cut out. {0}</source>
        <translation>Dieser Ausschnitt lässt sich nicht ausschneiden. {0}</translation>
    </message>
</context>
<context>
    <name>Restoring</name>
    <message>
        <source>Salvage what can be read</source>
        <translation>Lesbares retten</translation>
    </message>
    <message>
        <source>Close this window and open imagefinder again.</source>
        <translation>Schließen Sie dieses Fenster und öffnen Sie imagefinder noch einmal.</translation>
    </message>
    <message>
        <source>Put the backup back</source>
        <translation>Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>The newest backup is of {0}, with {1} photos and {2} votes. Put it back? What you voted, marked and saved since then is lost; photos that came since are indexed again. The damaged file is kept.</source>
        <translation>Die neueste Sicherung ist vom {0}, mit {1} Fotos und {2} Bewertungen. Wiederherstellen? Was Sie seither bewertet, ausgeblendet und gespeichert haben, geht verloren; seither hinzugekommene Fotos werden neu erfasst. Die beschädigte Datei bleibt erhalten.</translation>
    </message>
    <message>
        <source>What can still be read can be copied out of the damaged file, which is kept. That takes a minute or more for a large library.</source>
        <translation>Was noch lesbar ist, lässt sich aus der beschädigten Datei holen; sie bleibt erhalten. Bei einer großen Bibliothek dauert das eine Minute oder länger.</translation>
    </message>
    <message>
        <source>Damaged library</source>
        <translation>Beschädigte Bibliothek</translation>
    </message>
</context>
<context>
    <name>SavedList</name>
    <message>
        <source>Saved searches</source>
        <translation>Gespeicherte Suchen</translation>
    </message>
    <message>
        <source>Nothing is saved yet</source>
        <translation>Noch nichts gespeichert</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>Noch einmal suchen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Replace by the current search</source>
        <translation>Durch die jetzige Suche ersetzen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche speichern</translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation>Diese Suche speichern…</translation>
    </message>
    <message>
        <source>Save this search (Ctrl+D)</source>
        <translation>Diese Suche speichern (Strg+D)</translation>
    </message>
    <message>
        <source>Rename the saved search</source>
        <translation>Die gespeicherte Suche umbenennen</translation>
    </message>
    <message>
        <source>Delete the saved search “{0}”? No photo is touched.</source>
        <translation>Die gespeicherte Suche „{0}“ löschen? Kein Foto wird berührt.</translation>
    </message>
    <message>
        <source>Delete the saved search</source>
        <translation>Die gespeicherte Suche löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>“{0}” is saved already. Replace it by the current search?</source>
        <translation>„{0}“ ist schon gespeichert. Durch die jetzige Suche ersetzen?</translation>
    </message>
    <message>
        <source>Replace the saved search</source>
        <translation>Die gespeicherte Suche ersetzen</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>Name:</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Was zu sehen ist</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>Alle Fotos zeigen</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Augenblick…</translation>
    </message>
    <message>
        <source>Indexing stopped</source>
        <translation>Das Erfassen wurde abgebrochen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) chosen on the map</source>
        <translation>
            <numerusform>%Ln Foto auf der Karte gewählt</numerusform>
            <numerusform>%Ln Fotos auf der Karte gewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) found</source>
        <translation>
            <numerusform>%Ln Foto gefunden</numerusform>
            <numerusform>%Ln Fotos gefunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) surely fit</source>
        <translation>
            <numerusform>%Ln Foto passt sicher</numerusform>
            <numerusform>%Ln Fotos passen sicher</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) may fit</source>
        <translation>
            <numerusform>%Ln Foto passt vielleicht</numerusform>
            <numerusform>%Ln Fotos passen vielleicht</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing stands out; the nearest come first.</source>
        <translation>Nichts sticht heraus; die nächsten zuerst.</translation>
    </message>
    <message>
        <source>No answer to this</source>
        <translation>Darauf gibt es keine Antwort</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>Noch keine Fotos</translation>
    </message>
    <message>
        <source>They appear here as soon as the first ones are indexed.</source>
        <translation>Sie erscheinen hier, sobald die ersten erfasst sind.</translation>
    </message>
    <message>
        <source>Nothing in the library fits</source>
        <translation>Nichts in der Bibliothek passt</translation>
    </message>
    <message>
        <source>Take a chip away, or ask in other words.</source>
        <translation>Nehmen Sie etwas weg, oder fragen Sie mit anderen Worten.</translation>
    </message>
    <message>
        <source>Size of thumbnails</source>
        <translation>Größe der Vorschaubilder</translation>
    </message>
    <message>
        <source>Size of thumbnails (Ctrl+wheel)</source>
        <translation>Größe der Vorschaubilder (Strg+Rad)</translation>
    </message>
    <message>
        <source>{0} photos are chosen.</source>
        <translation>{0} Fotos sind gewählt.</translation>
    </message>
    <message>
        <source>So many files can&apos;t be dragged: {0} at most. Export them.</source>
        <translation>So viele Dateien lassen sich nicht ziehen: höchstens {0}. Exportieren Sie sie.</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>Spotlight</name>
    <message>
        <source>Placing the picture…</source>
        <translation>Das Bild wird eingeordnet…</translation>
    </message>
    <message>
        <source>Drop a picture on the map to see where it belongs.</source>
        <translation>Ziehen Sie ein Bild auf die Karte, um zu sehen, wohin es gehört.</translation>
    </message>
</context>
<context>
    <name>Standing</name>
    <message>
        <source>How well this taste is known</source>
        <translation>Wie gut dieser Geschmack bekannt ist</translation>
    </message>
    <message>
        <source>Rank my library</source>
        <translation>Bibliothek ordnen</translation>
    </message>
    <message>
        <source>Show all photos, what you like first</source>
        <translation>Alle Fotos zeigen, was Ihnen gefällt zuerst</translation>
    </message>
    <message>
        <source>How often I was right</source>
        <translation>So oft lag ich richtig</translation>
    </message>
    <message>
        <source>You like</source>
        <translation>Gefällt</translation>
    </message>
    <message>
        <source>You don’t</source>
        <translation>Missfällt</translation>
    </message>
    <message>
        <source>The last 20: {0}</source>
        <translation>Die letzten 20: {0}</translation>
    </message>
    <message numerus="yes">
        <source>Near %Ln chosen photo(s)</source>
        <translation>
            <numerusform>Wie %Ln gewähltes Foto</numerusform>
            <numerusform>Wie %Ln gewählte Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Ausgehen von</translation>
    </message>
    <message>
        <source>words, as cosy interiors</source>
        <translation>etwa: gemütliche Räume</translation>
    </message>
    <message>
        <source>Start from words</source>
        <translation>Von Wörtern ausgehen</translation>
    </message>
    <message>
        <source>Near the chosen photos</source>
        <translation>Wie die gewählten Fotos</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Starting…</source>
        <translation>Es geht los…</translation>
    </message>
    <message>
        <source>What is happening</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>Coverage of the last search</source>
        <translation>Umfang der letzten Suche</translation>
    </message>
    <message>
        <source>Go on indexing</source>
        <translation>Weiter erfassen</translation>
    </message>
    <message>
        <source>Pause indexing</source>
        <translation>Das Erfassen anhalten</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>in {0} ms</source>
        <translation>in {0} ms</translation>
    </message>
    <message>
        <source>Progress of indexing</source>
        <translation>Fortschritt des Erfassens</translation>
    </message>
    <message>
        <source>No folder yet</source>
        <translation>Noch kein Ordner</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) indexed</source>
        <translation>
            <numerusform>%Ln Foto erfasst</numerusform>
            <numerusform>%Ln Fotos erfasst</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} pending</source>
        <translation>{0} ausstehend</translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln Problem</numerusform>
            <numerusform>%Ln Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} ignored</source>
        <translation>{0} übergangen</translation>
    </message>
    <message numerus="yes">
        <source>Looking through the folders: %Ln file(s)</source>
        <translation>
            <numerusform>Die Ordner werden durchgesehen: %Ln Datei</numerusform>
            <numerusform>Die Ordner werden durchgesehen: %Ln Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Preparing fast search</source>
        <translation>Die schnelle Suche wird vorbereitet</translation>
    </message>
    <message>
        <source>Laying out the map</source>
        <translation>Die Karte wird angeordnet</translation>
    </message>
    <message>
        <source>Indexing {0} of {1}</source>
        <translation>{0} von {1} werden erfasst</translation>
    </message>
    <message>
        <source>{0} a second</source>
        <translation>{0} je Sekunde</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
    <message>
        <source>gently</source>
        <translation>behutsam</translation>
    </message>
    <message>
        <source>gently, on battery</source>
        <translation>behutsam, im Akkubetrieb</translation>
    </message>
    <message>
        <source>searched {0} of {1}</source>
        <translation>{0} von {1} durchsucht</translation>
    </message>
    <message>
        <source>{0} offline</source>
        <translation>{0} nicht erreichbar</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} nicht lesbar</translation>
    </message>
</context>
<context>
    <name>TakingIn</name>
    <message>
        <source>Searching with the first {0} pictures only.</source>
        <translation>Gesucht wird nur mit den ersten {0} Bildern.</translation>
    </message>
    <message>
        <source>Fetching the picture from {0}…</source>
        <translation>Das Bild wird von {0} geholt…</translation>
    </message>
    <message>
        <source>There is no picture in this.</source>
        <translation>Darin ist kein Bild.</translation>
    </message>
</context>
<context>
    <name>Taste</name>
    <message>
        <source>Do you like it?</source>
        <translation>Gefällt Ihnen das?</translation>
    </message>
    <message>
        <source>I expect you like this</source>
        <translation>Das gefällt Ihnen wohl</translation>
    </message>
    <message>
        <source>I expect you don’t</source>
        <translation>Das gefällt Ihnen wohl nicht</translation>
    </message>
    <message>
        <source>sure</source>
        <translation>sicher</translation>
    </message>
    <message>
        <source>fairly sure</source>
        <translation>ziemlich sicher</translation>
    </message>
    <message>
        <source>hardly sure</source>
        <translation>kaum sicher</translation>
    </message>
    <message>
        <source>Shown because it differs from the ones before</source>
        <translation>Gezeigt, weil es anders ist als die vorigen</translation>
    </message>
    <message>
        <source>Shown because it is near your words</source>
        <translation>Gezeigt, weil es Ihren Wörtern nahekommt</translation>
    </message>
    <message>
        <source>Shown because it is near the photos you chose</source>
        <translation>Gezeigt, weil es den gewählten Fotos ähnelt</translation>
    </message>
    <message>
        <source>Shown as one of those you may like</source>
        <translation>Gezeigt als eines, das Ihnen gefallen könnte</translation>
    </message>
    <message>
        <source>Shown as one of those you may not like</source>
        <translation>Gezeigt als eines, das Ihnen vielleicht nicht gefällt</translation>
    </message>
    <message>
        <source>Shown because I am least sure of it</source>
        <translation>Gezeigt, weil ich hier am unsichersten bin</translation>
    </message>
    <message>
        <source>right {0} of {1} · {2}–{3} %</source>
        <translation>{0} von {1} richtig · {2}–{3}&#xa0;%</translation>
    </message>
    <message>
        <source>{0} of {2} yes · {1} of {2} no</source>
        <translation>{0} von {2} Ja · {1} von {2} Nein</translation>
    </message>
</context>
<context>
    <name>TasteDeeds</name>
    <message>
        <source>New taste</source>
        <translation>Neuer Geschmack</translation>
    </message>
    <message>
        <source>Import a taste</source>
        <translation>Einen Geschmack importieren</translation>
    </message>
    <message>
        <source>Rename “{0}”</source>
        <translation>„{0}“ umbenennen</translation>
    </message>
    <message>
        <source>Duplicate “{0}”</source>
        <translation>„{0}“ verdoppeln</translation>
    </message>
    <message>
        <source>Forget all votes in “{0}”?</source>
        <translation>Alle Bewertungen in „{0}“ vergessen?</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Delete “{0}”?</source>
        <translation>„{0}“ löschen?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Gone for good: {0}. The photos stay as they are.</source>
        <translation>Endgültig weg: {0}. Die Fotos bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Export “{0}”</source>
        <translation>„{0}“ exportieren</translation>
    </message>
    <message>
        <source>Tastes</source>
        <translation>Geschmäcker</translation>
    </message>
</context>
<context>
    <name>TasteList</name>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>New taste</source>
        <translation>Neuer Geschmack</translation>
    </message>
    <message>
        <source>What to do with this taste</source>
        <translation>Was mit diesem Geschmack geschehen soll</translation>
    </message>
    <message>
        <source>Tastes</source>
        <translation>Geschmäcker</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Duplicate…</source>
        <translation>Verdoppeln…</translation>
    </message>
    <message>
        <source>Forget the votes…</source>
        <translation>Bewertungen vergessen…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
</context>
<context>
    <name>Tasting</name>
    <message>
        <source>Vote yes in</source>
        <translation>Mit Ja bewerten in</translation>
    </message>
    <message>
        <source>Vote no in</source>
        <translation>Mit Nein bewerten in</translation>
    </message>
    <message>
        <source>Nothing to vote on</source>
        <translation>Nichts zu bewerten</translation>
    </message>
    <message>
        <source>“{0}” exported to {1}</source>
        <translation>„{0}“ exportiert nach {1}</translation>
    </message>
    <message>
        <source>“{0}” imported</source>
        <translation>„{0}“ importiert</translation>
    </message>
</context>
<context>
    <name>Trail</name>
    <message>
        <source>Where the map is</source>
        <translation>Wo die Karte ist</translation>
    </message>
    <message>
        <source>Back to: {0}</source>
        <translation>Zurück zu: {0}</translation>
    </message>
</context>
<context>
    <name>TrashDialog</name>
    <message>
        <source>Move to trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>Move {0} photos to the trash?</source>
        <translation>{0} Fotos in den Papierkorb legen?</translation>
    </message>
    <message>
        <source>Move this photo to the trash?</source>
        <translation>Dieses Foto in den Papierkorb legen?</translation>
    </message>
    <message>
        <source>The files themselves are moved. Your system&apos;s trash can put them back.</source>
        <translation>Die Dateien selbst werden verschoben. Aus dem Papierkorb des Systems lassen sie sich zurückholen.</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>und %Ln weiteres</numerusform>
            <numerusform>und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Trashing</name>
    <message>
        <source>Moving to the trash: {0} of {1}</source>
        <translation>In den Papierkorb: {0} von {1}</translation>
    </message>
    <message>
        <source>Not moved to the trash: {0}</source>
        <translation>Nicht in den Papierkorb gelegt: {0}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) moved to the trash</source>
        <translation>
            <numerusform>%Ln Foto in den Papierkorb gelegt</numerusform>
            <numerusform>%Ln Fotos in den Papierkorb gelegt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnexpectedDialog</name>
    <message>
        <source>Something unexpected happened</source>
        <translation>Etwas Unerwartetes ist geschehen</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>imagefinder came upon a fault of its own.</source>
        <translation>imagefinder ist auf einen eigenen Fehler gestoßen.</translation>
    </message>
    <message>
        <source>Your photos are untouched, and most things will still work. The report below tells what happened. Nothing was sent to anybody: you may copy it, read it, and send it to the people who make imagefinder.</source>
        <translation>Ihre Fotos sind unberührt, und das meiste wird weiter gehen. Der Bericht unten sagt, was geschehen ist. Er wurde niemandem gesendet: Sie können ihn lesen, kopieren und denen senden, die imagefinder machen.</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>Den Bericht kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>ViewMenu</name>
    <message>
        <source>Order and captions</source>
        <translation>Reihenfolge und Beschriftung</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Below each photo</source>
        <translation>Unter jedem Foto</translation>
    </message>
    <message>
        <source>Details of the chosen photo</source>
        <translation>Details zum gewählten Foto</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Beste zuerst</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Namen</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Treffergüte</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>This picture can&apos;t be shown.</source>
        <translation>Dieses Bild lässt sich nicht zeigen.</translation>
    </message>
    <message>
        <source>Back to all photos</source>
        <translation>Zurück zu allen Fotos</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>Ganzes Bild</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>Search for a region</source>
        <translation>Nach einem Ausschnitt suchen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>This file is not there any more.</source>
        <translation>Diese Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>This file can&apos;t be read: {reason}.</source>
        <translation>Diese Datei ist nicht lesbar: {reason}.</translation>
    </message>
    <message>
        <source>This file is damaged, or no picture.</source>
        <translation>Diese Datei ist beschädigt oder kein Bild.</translation>
    </message>
</context>
<context>
    <name>ViewerBar</name>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} von {count}</translation>
    </message>
</context>
<context>
    <name>VoteStrip</name>
    <message>
        <source>Last votes, newest first</source>
        <translation>Letzte Bewertungen, neueste zuerst</translation>
    </message>
    <message>
        <source>Change to no</source>
        <translation>In Nein ändern</translation>
    </message>
    <message>
        <source>Change to yes</source>
        <translation>In Ja ändern</translation>
    </message>
    <message>
        <source>Take this vote back</source>
        <translation>Diese Bewertung zurücknehmen</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>{0}, against expectation</source>
        <translation>{0}, anders als erwartet</translation>
    </message>
</context>
<context>
    <name>Walk</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen photo(s)</source>
        <translation>
            <numerusform>%Ln gewähltes Foto</numerusform>
            <numerusform>%Ln gewählte Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>What the query finds</source>
        <translation>Treffer der Anfrage</translation>
    </message>
</context>
<context>
    <name>WhichTaste</name>
    <message>
        <source>Name of the taste</source>
        <translation>Name des Geschmacks</translation>
    </message>
    <message>
        <source>Tastes</source>
        <translation>Geschmäcker</translation>
    </message>
    <message>
        <source>A new name makes a new taste.</source>
        <translation>Ein neuer Name legt einen neuen Geschmack an.</translation>
    </message>
    <message>
        <source>Taste</source>
        <translation>Geschmack</translation>
    </message>
</context>
<context>
    <name>WindowFrame</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Taste</source>
        <translation>Geschmack</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>WindowGroup</name>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Spoken from the next start on.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Memory for thumbnails</source>
        <translation>Speicher für Vorschaubilder</translation>
    </message>
    <message>
        <source>More lets you scroll back and forth without a wait.</source>
        <translation>Mehr davon erlaubt, ohne Warten hin und her zu blättern.</translation>
    </message>
</context>
<context>
    <name>WordsDialog</name>
    <message>
        <source>An axis in words</source>
        <translation>Eine Achse in Worten</translation>
    </message>
    <message>
        <source>To the left:</source>
        <translation>Nach links:</translation>
    </message>
    <message>
        <source>To the right:</source>
        <translation>Nach rechts:</translation>
    </message>
    <message>
        <source>Below:</source>
        <translation>Unten:</translation>
    </message>
    <message>
        <source>Above:</source>
        <translation>Oben:</translation>
    </message>
    <message>
        <source>may stay empty</source>
        <translation>darf leer bleiben</translation>
    </message>
    <message>
        <source>Photos are placed by how well they fit the words, such as snow, or beach.</source>
        <translation>Fotos liegen danach, wie gut sie zu den Wörtern passen, etwa Schnee oder Strand.</translation>
    </message>
</context>
<context>
    <name>WorkGroup</name>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Gently</source>
        <translation>Behutsam</translation>
    </message>
    <message>
        <source>Normally</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>As fast as possible</source>
        <translation>So schnell wie möglich</translation>
    </message>
    <message>
        <source>Gently while on battery</source>
        <translation>Behutsam im Akkubetrieb</translation>
    </message>
    <message>
        <source>The best there is</source>
        <translation>Das beste vorhandene</translation>
    </message>
    <message>
        <source>At present: {0}, {1}</source>
        <translation>Zurzeit: {0}, {1}</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>Erfassen</translation>
    </message>
    <message>
        <source>Gently: a few files at a time, with rests in between. Normally: all cores, and other programs come first. Searching is always as fast as it can be.</source>
        <translation>Behutsam: wenige Dateien auf einmal, mit Pausen. Normal: alle Kerne, doch andere Programme gehen vor. Gesucht wird immer so schnell wie möglich.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>No model is loaded yet.</source>
        <translation>Noch ist kein Modell geladen.</translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%Ln yes</source>
        <translation>
            <numerusform>%Ln Ja</numerusform>
            <numerusform>%Ln Ja</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln no</source>
        <translation>
            <numerusform>%Ln Nein</numerusform>
            <numerusform>%Ln Nein</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) voted yes in “{0}”</source>
        <translation>
            <numerusform>%Ln Foto in „{0}“ mit Ja bewertet</numerusform>
            <numerusform>%Ln Fotos in „{0}“ mit Ja bewertet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) voted no in “{0}”</source>
        <translation>
            <numerusform>%Ln Foto in „{0}“ mit Nein bewertet</numerusform>
            <numerusform>%Ln Fotos in „{0}“ mit Nein bewertet</numerusform>
        </translation>
    </message>
</context>
</TS>
